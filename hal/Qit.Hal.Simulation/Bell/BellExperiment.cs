namespace Qit.Hal.Simulation;

/// <summary>
/// The trial clock and the trials. A trial happens when the clock reaches it and both stations have a setting queued;
/// while one has none the clock stands still, so late settings delay trials and never lose one. The caller holds the
/// world's gate.
/// </summary>
internal sealed class BellExperiment
{
    private readonly BellModel model;
    private readonly double periodPicoseconds;
    private double nextTrialPicoseconds;

    public BellExperiment(BellOptions options, ulong seed, object gate)
    {
        model = new BellModel(options, seed);
        periodPicoseconds = 1e12 / options.TrialsPerSecond;
        nextTrialPicoseconds = periodPicoseconds;
        SelectorA = new SimulatedBasisSelector(options.SelectorQueueTrials, gate);
        SelectorB = new SimulatedBasisSelector(options.SelectorQueueTrials, gate);
        RecorderA = new SimulatedTrialRecorder(options.RecorderBufferTrials, gate);
        RecorderB = new SimulatedTrialRecorder(options.RecorderBufferTrials, gate);
    }

    public SimulatedBasisSelector SelectorA { get; }

    public SimulatedBasisSelector SelectorB { get; }

    public SimulatedTrialRecorder RecorderA { get; }

    public SimulatedTrialRecorder RecorderB { get; }

    public long TrialCount { get; private set; }

    /// <summary>Plays the trials that fall due within a slice.</summary>
    public void Run(long slice)
    {
        double end = (slice + 1.0) * SimulatedWorld.SlicePicoseconds;
        while (nextTrialPicoseconds <= end)
        {
            if (SelectorA.IsEmpty || SelectorB.IsEmpty)
            {
                nextTrialPicoseconds = end + periodPicoseconds;
                return;
            }

            int x = SelectorA.Take();
            int y = SelectorB.Take();
            model.Measure(TrialCount, x, y, out int a, out int b);
            RecorderA.Latch(TrialCount, x, a);
            RecorderB.Latch(TrialCount, y, b);
            TrialCount++;
            nextTrialPicoseconds += periodPicoseconds;
        }
    }
}
