namespace Qit.Protocols.DeviceLink;

/// <summary>
/// Puts the results of one boot back in order and drops what came twice. Holds what arrived ahead of a hole; nothing
/// leaves it but in sequence, each exactly once.
/// </summary>
internal sealed class ReceiveWindow
{
    private const int Capacity = LinkParameters.ReceiveWindow;
    private const int Mask = Capacity - 1;

    private readonly Frame[] slots = new Frame[Capacity];
    private readonly bool[] isFilled = new bool[Capacity];

    public ReceiveWindow()
    {
        for (int i = 0; i < Capacity; i++)
            slots[i] = new Frame();
    }

    public long Next { get; private set; }

    public long DuplicateCount { get; private set; }

    public long BeyondWindowCount { get; private set; }

    public void StartAt(long sequence)
    {
        Next = sequence;
        for (int i = 0; i < Capacity; i++)
            isFilled[i] = false;
    }

    public void Add(Frame frame)
    {
        if (frame.Sequence < Next)
        {
            DuplicateCount++;
            return;
        }
        if (frame.Sequence >= Next + Capacity)
        {
            BeyondWindowCount++;
            return;
        }
        int slot = (int)(frame.Sequence & Mask);
        if (isFilled[slot])
        {
            DuplicateCount++;
            return;
        }
        slots[slot].CopyFrom(frame);
        isFilled[slot] = true;
    }

    public bool TryPeek(out Frame frame)
    {
        int slot = (int)(Next & Mask);
        frame = slots[slot];
        return isFilled[slot];
    }

    public void Confirm()
    {
        isFilled[(int)(Next & Mask)] = false;
        Next++;
    }

    /// <summary>Bit i says that result Next + i has arrived.</summary>
    public long ArrivedBits()
    {
        long bits = 0;
        for (int i = Capacity - 1; i >= 0; i--)
            bits = (bits << 1) | (isFilled[(int)((Next + i) & Mask)] ? 1L : 0L);
        return bits;
    }
}
