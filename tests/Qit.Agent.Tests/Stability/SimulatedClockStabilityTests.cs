using Qit.Hal.Simulation;
using Qit.Timing.Stability;

namespace Qit.Agent.Tests.Stability;

/// <summary>The simulator's clocks, looked at with the tool that the agent looks at real ones with.</summary>
public class SimulatedClockStabilityTests
{
    private const long Step = 10 * SimulatedWorld.SlicePicoseconds;
    private const double StepSeconds = 0.01;
    private const int Points = 8192;

    /// <summary>Two clocks of the same level show the square root of 2 of its deviation: h_0 / (2 tau), 2 ln 2 h_-1,
    /// (2 pi^2 / 3) h_-2 tau (NIST SP 1065, table 4). Within 4 standard errors by the degrees of freedom that the tool
    /// states (false alarm 6e-5 a point); fixed seed. The type named must be the type, but that of flicker noise, whose
    /// autocorrelation of -0.24 is 1.3 standard errors from the border at 1000 points, may be its neighbour.</summary>
    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(-2)]
    public void PowerLawNoise_HasTheConfiguredDeviation(int alpha)
    {
        const double Level = 1e-20;
        ClockOptions clock = new()
        {
            WhiteFrequencyLevel = alpha == 0 ? Level : 0,
            FlickerFrequencyLevel = alpha == -1 ? Level : 0,
            RandomWalkFrequencyLevel = alpha == -2 ? Level : 0,
        };
        var world = new SimulatedWorld(new WorldOptions { ClockA = clock, ClockB = clock, Seed = 7 });
        var phase = new double[Points];
        var stream = new StreamingStability(StepSeconds);
        for (int index = 0; index < Points; index++)
        {
            world.AdvanceTo((index + 2) * Step);
            phase[index] = world.TrueClockOffsetFemtoseconds((index + 1) * Step) * 1e-15;
            stream.Add(phase[index]);
        }

        ClockData data = ClockData.OfPhase(phase, StepSeconds);
        IReadOnlyList<StabilityPoint> curve =
            StabilityAnalysis.Compute(data, StabilityMeasure.OverlappingAllan, [8, 16, 64]);
        IReadOnlyList<StabilityInterval?> intervals =
            StabilityConfidence.Of(data, StabilityMeasure.OverlappingAllan, curve);
        for (int index = 0; index < curve.Count; index++)
        {
            double tau = curve[index].TauSeconds;
            double truth = Math.Sqrt(2 * Level * alpha switch
            {
                0 => 1 / (2 * tau),
                -1 => 2 * Math.Log(2),
                _ => 2 * Math.PI * Math.PI / 3 * tau,
            });
            StabilityInterval interval = intervals[index]!.Value;
            double error = truth / Math.Sqrt(2 * interval.DegreesOfFreedom);
            Assert.That(curve[index].Value, Is.EqualTo(truth).Within(4 * error), $"tau = {tau} s");
            Assert.That(interval.Alpha, Is.EqualTo(alpha).Within(alpha == -1 ? 1 : 0), $"tau = {tau} s");
            StabilityPoint streamed = stream.Curve(StabilityMeasure.OverlappingAllan)
                .Single(point => point.Multiple == curve[index].Multiple);
            Assert.That(streamed.Value, Is.EqualTo(curve[index].Value).Within(error), "a stream says the same");
        }
    }
}
