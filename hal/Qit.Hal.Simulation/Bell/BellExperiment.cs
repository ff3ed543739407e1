namespace Qit.Hal.Simulation;

/// <summary>
/// The trial clock and the trials. A trial happens when the clock reaches it and both stations have a setting queued;
/// while one has none the clock stands still, so late settings delay trials and never lose one. The caller holds the
/// world's gate.
/// </summary>
internal sealed class BellExperiment
{
    private readonly BellModel _model;
    private readonly double _periodPicoseconds;
    private double _nextTrialPicoseconds;

    public BellExperiment(BellOptions options, ulong seed, object gate)
    {
        _model = new BellModel(options, seed);
        _periodPicoseconds = 1e12 / options.TrialsPerSecond;
        _nextTrialPicoseconds = _periodPicoseconds;
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
        while (_nextTrialPicoseconds <= end)
        {
            if (SelectorA.IsEmpty || SelectorB.IsEmpty)
            {
                _nextTrialPicoseconds = end + _periodPicoseconds;
                return;
            }

            int x = SelectorA.Take();
            int y = SelectorB.Take();
            _model.Measure(TrialCount, x, y, out int a, out int b);
            RecorderA.Latch(TrialCount, x, a);
            RecorderB.Latch(TrialCount, y, b);
            TrialCount++;
            _nextTrialPicoseconds += _periodPicoseconds;
        }
    }
}
