using System;
using Qit.Core.Framing;
using Qit.Core.Health;
using Qit.Protocols.DeviceLink;

namespace Qit.Protocols.BellTrials;

/// <summary>
/// The device's part of a Bell test: lets settings through only from an entropy source that passes its health tests, and
/// packs finished trials into blocks. A trial is never left out because of its outcome; a gap is visible in the trial
/// numbers and counted.
/// </summary>
public sealed class BellTrialsMachine
{
    /// <summary>Samples that must pass both tests before the first is used (SP 800-90B, section 4.3, asks for 1024).</summary>
    public const int StartUpSamples = 1024;

    private const long MaxLostPerBlock = 0xFFFFFFFF;

    private readonly RepetitionCountTest repetitionCountTest;
    private readonly AdaptiveProportionTest adaptiveProportionTest;
    private readonly long flushAfterMicroseconds;
    private readonly byte[] settings = new byte[TrialBlock.MaxBytes];
    private readonly byte[] outcomes = new byte[TrialBlock.MaxBytes];
    private readonly byte[] payload = new byte[Frame.MaxPayload];

    private int byteCount;
    private long firstTrial;
    private long nextTrial = -1;
    private long lostBefore;
    private long openedMicroseconds;
    private int startUpSamplesLeft = StartUpSamples;

    /// <summary>Starts in start-up: the first samples only prove the source.</summary>
    /// <param name="repetitionCutoff">Cut-off of the repetition count test over bytes.</param>
    /// <param name="proportionCutoff">Cut-off of the adaptive proportion test over bytes.</param>
    /// <param name="flushAfterMicroseconds">A block is ready when it is full or this old.</param>
    public BellTrialsMachine(int repetitionCutoff, int proportionCutoff, long flushAfterMicroseconds)
    {
        repetitionCountTest = new RepetitionCountTest(repetitionCutoff);
        adaptiveProportionTest = new AdaptiveProportionTest(proportionCutoff);
        this.flushAfterMicroseconds = flushAfterMicroseconds;
    }

    /// <summary>True once a health test has failed. Settings then stop until the loop is started anew.</summary>
    public bool HasEntropyFailed { get; private set; }

    /// <summary>True while the first samples are being tested.</summary>
    public bool IsStartingUp => startUpSamplesLeft > 0;

    /// <summary>Failures of the repetition count test.</summary>
    public int RepetitionFailureCount => repetitionCountTest.FailureCount;

    /// <summary>Failures of the adaptive proportion test.</summary>
    public int ProportionFailureCount => adaptiveProportionTest.FailureCount;

    /// <summary>Trials taken since start.</summary>
    public long TrialCount { get; private set; }

    /// <summary>Trials lost since start: by the recorder, or because the link could not take the blocks.</summary>
    public long LostCount { get; private set; }

    /// <summary>Tests raw noise and says how much of it may be played as settings.</summary>
    /// <param name="noise">Raw bytes from index 0.</param>
    /// <param name="count">Number of bytes.</param>
    /// <returns>All of them, or 0 during start-up and after a failure.</returns>
    public int AdmitSettings(byte[] noise, int count)
    {
        bool isRepetitionOk = repetitionCountTest.Add(noise, 0, count);
        bool isProportionOk = adaptiveProportionTest.Add(noise, 0, count);
        if (!isRepetitionOk || !isProportionOk)
            HasEntropyFailed = true;
        if (HasEntropyFailed)
            return 0;
        if (startUpSamplesLeft > 0)
        {
            startUpSamplesLeft -= count;
            return 0;
        }
        return count;
    }

    /// <summary>Bytes of trials that fit the open block.</summary>
    public int Room => TrialBlock.MaxBytes - byteCount;

    /// <summary>Takes finished trials from the recorder.</summary>
    /// <param name="playedSettings">Settings from index 0, one bit a trial.</param>
    /// <param name="seenOutcomes">Outcomes from index 0.</param>
    /// <param name="count">Bytes; at most <see cref="Room"/>.</param>
    /// <param name="trial">Number of the first trial, a multiple of 8.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    /// <returns>False, and nothing taken, when they do not continue the open block: take the block first.</returns>
    public bool TryAddTrials(byte[] playedSettings, byte[] seenOutcomes, int count, long trial, long nowMicroseconds)
    {
        if (byteCount > 0 && (trial != nextTrial || count > Room))
            return false;
        if (byteCount == 0)
        {
            // The trial clock may have run long before this loop: its first block begins the count.
            long lost = nextTrial < 0 ? 0 : trial - nextTrial;
            lostBefore += lost;
            LostCount += lost;
            firstTrial = trial;
            openedMicroseconds = nowMicroseconds;
        }
        Array.Copy(playedSettings, 0, settings, byteCount, count);
        Array.Copy(seenOutcomes, 0, outcomes, byteCount, count);
        byteCount += count;
        long trials = count * 8;
        TrialCount += trials;
        nextTrial = trial + trials;
        return true;
    }

    /// <summary>The block, when it is full, old enough, or <paramref name="mustEnd"/>. It stays until
    /// <see cref="ClearBlock"/>.</summary>
    /// <param name="block">Payload from index 0.</param>
    /// <param name="blockLength">Payload bytes.</param>
    /// <param name="mustEnd">True when trials wait that do not continue this block.</param>
    /// <param name="nowMicroseconds">Device clock.</param>
    public bool TryPeekBlock(out byte[] block, out int blockLength, bool mustEnd, long nowMicroseconds)
    {
        block = payload;
        blockLength = TrialBlock.HeaderLength + 2 * byteCount;
        bool isDue = mustEnd || Room == 0 || nowMicroseconds - openedMicroseconds >= flushAfterMicroseconds;
        if (byteCount == 0 || !isDue)
            return false;
        long lost = lostBefore > MaxLostPerBlock ? MaxLostPerBlock : lostBefore;
        LittleEndian.PutInt64(payload, 0, firstTrial);
        LittleEndian.PutUInt32(payload, 8, (uint)lost);
        LittleEndian.PutUInt16(payload, 12, byteCount);
        Array.Copy(settings, 0, payload, TrialBlock.HeaderLength, byteCount);
        Array.Copy(outcomes, 0, payload, TrialBlock.HeaderLength + byteCount, byteCount);
        return true;
    }

    /// <summary>The block last peeked at is in the link's hands: begin the next.</summary>
    public void ClearBlock()
    {
        byteCount = 0;
        lostBefore = 0;
    }
}
