using Qit.Randomness.Certification;
using Qit.Randomness.Trials;

namespace Qit.Randomness.Blocks;

/// <summary>
/// Joins the streams of two stations into blocks of n consecutive complete trials, n fixed by the parameters it is made
/// with, before any trial. Every trial number counts: a trial that one station lacks, a gap or a repeated number ends
/// the block under way and throws all of it away, and the next block begins with the next complete trial.
/// </summary>
/// <remarks>
/// <para>
/// Dropping single trials would reopen the detection loophole, since a device could lose the trials it plays badly. A
/// station therefore reports every trial, no click being an outcome, and what is dropped here is decided by trial
/// numbers alone, never by settings or outcomes, and is a whole block. A device that provokes gaps can only abort
/// blocks, which the event probability of the certificate covers once for each attempt (<see
/// cref="TrialBlock.Attempt"/>).
/// </para>
/// <para>
/// The blocks do not depend on how the streams are cut into chunks or interleaved, as long as neither runs ahead by
/// more than the lag allowed. Memory: four bits a trial of the block under way, plus the pending chunks. Joining pauses
/// while a finished block waits, so take blocks after each call to Add. Every trial is a test trial here.
/// </para>
/// </remarks>
public sealed class RandomnessBlockBuilder
{
    private const int StepTrials = 4096;

    private readonly string parameterHash;
    private readonly int blockTrials;
    private readonly int lagTrialsMaximum;
    private readonly StationStream stationA;
    private readonly StationStream stationB;
    private readonly ulong[] x = new ulong[StepTrials / 64];
    private readonly ulong[] y = new ulong[StepTrials / 64];
    private readonly ulong[] a = new ulong[StepTrials / 64];
    private readonly ulong[] b = new ulong[StepTrials / 64];
    private ulong[] settingsX = [];
    private ulong[] settingsY = [];
    private ulong[] outcomesA = [];
    private ulong[] outcomesB = [];
    private int filledTrials;
    private long nextTrial = -1; // number after the last trial joined; -1 before the first
    private long attempts;
    private TrialBlock? completed;
    private BlockLosses losses;

    /// <summary>Makes a builder for runs under the given parameters.</summary>
    /// <param name="parameters">Fixed before the first trial; test probability 1, at most 2^30 trials.</param>
    /// <param name="lagTrialsMaximum">
    /// Pending trials a station may hold while the other lags, and the largest chunk; at least 1. Beyond it all its
    /// pending trials are thrown away, which makes a gap.
    /// </param>
    /// <exception cref="ArgumentException">The parameters use spot checks or too many trials.</exception>
    public RandomnessBlockBuilder(CertificationParameters parameters, int lagTrialsMaximum = 1 << 22)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfLessThan(lagTrialsMaximum, 1);
        if (parameters.TestProbability < 1)
            throw new ArgumentException("Blocks carry no test flags: the test probability must be 1.",
                nameof(parameters));
        if (parameters.Trials > 1 << 30)
            throw new ArgumentException($"A block has at most 2^30 trials, not {parameters.Trials}.",
                nameof(parameters));
        parameterHash = parameters.Hash;
        blockTrials = (int)parameters.Trials;
        this.lagTrialsMaximum = lagTrialsMaximum;
        stationA = new StationStream(lagTrialsMaximum);
        stationB = new StationStream(lagTrialsMaximum);
    }

    /// <summary>What could not be used so far.</summary>
    public BlockLosses Losses => losses;

    /// <summary>Trials in the block under way.</summary>
    public int FilledTrials => filledTrials;

    /// <summary>Appends trials of station A.</summary>
    /// <param name="firstTrial">Number of the first trial, at least 0.</param>
    /// <param name="count">Number of trials, 1 up to the lag allowed.</param>
    /// <param name="settings">x, packed least significant bit first in ceil(count / 8) bytes; copied.</param>
    /// <param name="outcomes">a, packed as x; copied.</param>
    /// <exception cref="ArgumentException">A number is out of range or an array has the wrong length.</exception>
    public void AddStationA(long firstTrial, int count, ReadOnlySpan<byte> settings, ReadOnlySpan<byte> outcomes) =>
        Add(stationA, firstTrial, count, settings, outcomes);

    /// <summary>Appends trials of station B, as <see cref="AddStationA"/> with y and b.</summary>
    /// <exception cref="ArgumentException">A number is out of range or an array has the wrong length.</exception>
    public void AddStationB(long firstTrial, int count, ReadOnlySpan<byte> settings, ReadOnlySpan<byte> outcomes) =>
        Add(stationB, firstTrial, count, settings, outcomes);

    /// <summary>Takes the next finished block.</summary>
    /// <returns>False when more trials are needed.</returns>
    public bool TryTakeBlock([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TrialBlock? block)
    {
        block = completed;
        if (block is null) return false;
        completed = null;
        Join();
        return true;
    }

    private void Add(
        StationStream station, long firstTrial, int count, ReadOnlySpan<byte> settings, ReadOnlySpan<byte> outcomes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstTrial);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, lagTrialsMaximum);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstTrial, long.MaxValue - count);
        int byteCount = BitString.ByteCount(count);
        if (settings.Length != byteCount || outcomes.Length != byteCount)
        {
            throw new ArgumentException(
                $"{count} trials are packed into {byteCount} bytes; "
                + $"{settings.Length} bytes of settings and {outcomes.Length} of outcomes were given.");
        }
        (int overlap, int overflow) = station.Add(firstTrial, count, settings, outcomes);
        losses = losses with
        {
            OverlappingTrials = losses.OverlappingTrials + overlap,
            OverflowTrials = losses.OverflowTrials + overflow,
        };
        Join();
    }

    private void Join()
    {
        while (completed is null && stationA.PendingTrials > 0 && stationB.PendingTrials > 0)
        {
            if (stationA.IsBroken || stationB.IsBroken)
            {
                Discard();
                stationA.ClearBreak();
                stationB.ClearBreak();
            }
            long ahead = stationB.NextTrial - stationA.NextTrial;
            if (ahead > 0) stationA.Skip((int)Math.Min(ahead, stationA.Available));
            else if (ahead < 0) stationB.Skip((int)Math.Min(-ahead, stationB.Available));
            else Append();
        }
    }

    private void Append()
    {
        long first = stationA.NextTrial;
        if (nextTrial >= 0 && first != nextTrial)
        {
            Discard();
            losses = losses with { MissingTrials = losses.MissingTrials + (first - nextTrial) };
        }
        if (filledTrials == 0) Begin();
        int count = Math.Min(Math.Min(stationA.Available, stationB.Available),
            Math.Min(blockTrials - filledTrials, StepTrials));
        stationA.Take(count, x, a);
        stationB.Take(count, y, b);
        PackedBits.Insert(x, count, settingsX, filledTrials);
        PackedBits.Insert(y, count, settingsY, filledTrials);
        PackedBits.Insert(a, count, outcomesA, filledTrials);
        PackedBits.Insert(b, count, outcomesB, filledTrials);
        filledTrials += count;
        nextTrial = first + count;
        if (filledTrials == blockTrials) Complete();
    }

    private void Begin()
    {
        attempts++;
        settingsX = new ulong[BitString.WordCount(blockTrials)];
        settingsY = new ulong[BitString.WordCount(blockTrials)];
        outcomesA = new ulong[BitString.WordCount(blockTrials)];
        outcomesB = new ulong[BitString.WordCount(blockTrials)];
    }

    private void Complete()
    {
        completed = new TrialBlock(parameterHash, attempts, nextTrial - blockTrials, new TrialRecord(
            new BitString(settingsX, blockTrials), new BitString(settingsY, blockTrials),
            new BitString(outcomesA, blockTrials), new BitString(outcomesB, blockTrials)));
        filledTrials = 0; // Begin allocates anew: the arrays belong to the block now
    }

    private void Discard()
    {
        if (filledTrials == 0) return;
        losses = losses with
        {
            DiscardedBlocks = losses.DiscardedBlocks + 1,
            DiscardedTrials = losses.DiscardedTrials + filledTrials,
        };
        filledTrials = 0;
    }
}
