using System.Runtime.InteropServices;

namespace Qit.Timing.Formats;

/// <summary>A number for each channel: an array for the usual ones, because a dictionary takes longer than all else that is done
/// with an event.</summary>
internal sealed class ChannelTally
{
    private readonly int[] usual = new int[256];
    private readonly Dictionary<int, int> others = [];

    /// <summary>The channel's number, 0 at first.</summary>
    public ref int this[int channel]
    {
        get
        {
            if ((uint)channel < (uint)usual.Length) return ref usual[channel];
            return ref CollectionsMarshal.GetValueRefOrAddDefault(others, channel, out _);
        }
    }

    /// <summary>All numbers become 0.</summary>
    public void Clear()
    {
        Array.Clear(usual);
        others.Clear();
    }

    /// <summary>Adds the channels whose number is not 0.</summary>
    public void AddTo(List<(int Channel, int Number)> list)
    {
        for (int channel = 0; channel < usual.Length; channel++)
        {
            if (usual[channel] != 0) list.Add((channel, usual[channel]));
        }

        foreach ((int channel, int number) in others)
        {
            if (number != 0) list.Add((channel, number));
        }
    }
}
