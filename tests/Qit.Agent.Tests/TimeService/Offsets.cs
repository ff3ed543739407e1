using Qit.Agent.Configuration;
using Qit.Agent.Results;
using Qit.Agent.Tests.Support;
using Qit.Agent.TimeService;

namespace Qit.Agent.Tests.TimeService;

/// <summary>A source that is fed offsets as the pipeline would: one each second, 0.2 s after its interval ends.</summary>
internal sealed class Offsets(
    TimeServiceConfiguration? service = null, double offset = 123_456_000, double frequency = 0, string clock = "rubidium")
{
    public const double Latency = 0.2;

    private long interval = 1000;

    public ManualTime Time { get; } = new();

    public TimeCorrectionSource Source => field ??= new TimeCorrectionSource(
        new TimingConfiguration { Clock = clock }, service ?? new TimeServiceConfiguration(), 1, Time);

    /// <summary>Passed every result after the source.</summary>
    public Action<AgentResult> Also { get; init; } = _ => { };

    public double OffsetPicoseconds { get; set; } = offset;

    /// <summary>One result; then the clock stands at its arrival.</summary>
    public OffsetResult Next(string state = OffsetResult.Tracking, bool isSimulated = false, double error = 7)
    {
        Time.Advance(1);
        interval++;
        OffsetPicoseconds += frequency * 1e12;
        var result = new OffsetResult(Time.UnixNanoseconds(), isSimulated)
        {
            StationA = "alice",
            StationB = "bob",
            State = state,
            StationTimePicoseconds = Middle,
            OffsetPicoseconds = OffsetPicoseconds,
            StandardErrorPicoseconds = error,
            PathUncertaintyPicoseconds = 50,
            FrequencyOffset = frequency,
            FrequencyOffsetStandardError = 1e-11,
            Coincidences = 1000,
            Accidentals = 1,
            PeakWidthPicosecondsRms = 200,
            FilteredStationTimePicoseconds = Middle,
            FilteredOffsetPicoseconds = OffsetPicoseconds,
            FilteredStandardErrorPicoseconds = error,
            FrequencyDrift = 0,
            FrequencyDriftStandardError = 1e-14,
        };
        Give(result);
        return result;
    }

    public void Give(AgentResult result)
    {
        Source.Handle(result);
        Also(result);
    }

    public Offsets Settled()
    {
        Next();
        Next();
        return this;
    }

    public TimeCorrection Correction(double limit = double.PositiveInfinity)
    {
        Assert.That(Source.TryCorrect(limit, out TimeCorrection? correction, out TimeRefusal? refusal), Is.True, refusal?.Reason);
        return correction!;
    }

    public TimeRefusal Refusal(double limit = double.PositiveInfinity)
    {
        Assert.That(Source.TryCorrect(limit, out _, out TimeRefusal? refusal), Is.False);
        return refusal!;
    }

    private long Middle => (interval * 1_000_000_000_000) - 500_000_000_000;
}
