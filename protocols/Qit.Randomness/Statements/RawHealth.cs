using Qit.Core.Health;
using Qit.Randomness.Health;

namespace Qit.Randomness.Statements;

/// <summary>
/// The two continuous health tests of SP 800-90B over the raw samples of one block, by the same code that runs in the
/// stations. They find a source that broke; they prove nothing about one that did not.
/// </summary>
internal sealed class RawHealth
{
    /// <summary>Runs both tests.</summary>
    /// <param name="samples">Raw samples, a byte each.</param>
    /// <param name="minEntropyPerSampleBits">H that the parameters claim for such a byte, above 0 up to 8.</param>
    /// <param name="falseAlarmExponent">e of the false-alarm probability 2^-e of each decision.</param>
    public RawHealth(byte[] samples, double minEntropyPerSampleBits, int falseAlarmExponent)
    {
        int cutoff = HealthTestCutoffs.RepetitionCount(minEntropyPerSampleBits, falseAlarmExponent);
        var repetition = new RepetitionCountTest(cutoff);
        repetition.Add(samples, 0, samples.Length);
        RepetitionFailures = repetition.FailureCount;
        int proportionCutoff = HealthTestCutoffs.AdaptiveProportion(
            minEntropyPerSampleBits, falseAlarmExponent, AdaptiveProportionTest.WindowSamples);
        // Beyond the window no count can fail: the claim is too small for this test to judge.
        if (proportionCutoff > AdaptiveProportionTest.WindowSamples) return;
        var proportion = new AdaptiveProportionTest(proportionCutoff);
        proportion.Add(samples, 0, samples.Length);
        ProportionFailures = proportion.FailureCount;
    }

    /// <summary>Failures of the repetition count test.</summary>
    public int RepetitionFailures { get; }

    /// <summary>Failures of the adaptive proportion test.</summary>
    public int ProportionFailures { get; }

    /// <summary>Adds the reason against the block, if there is one.</summary>
    public void Judge(RefusalList refusals) => refusals.AddIf(
        RepetitionFailures + ProportionFailures > 0,
        EntropyRefusalKind.HealthTestFailed,
        $"Health tests failed on the raw samples: repetition count {RepetitionFailures}, adaptive proportion {ProportionFailures} times.");
}
