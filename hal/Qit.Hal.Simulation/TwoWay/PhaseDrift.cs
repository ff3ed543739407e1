namespace Qit.Hal.Simulation;

/// <summary>A phase that wanders: rest, steady drift, and a random walk that is drawn once for each millisecond and then
/// stays, so that whoever looks at a moment, in whatever order, sees the same.</summary>
internal sealed class PhaseDrift
{
    private const double GridMicroseconds = 1000;
    private readonly PhaseDriftOptions options;
    private readonly SimulationPrng prng;
    private readonly List<double> walk = [0];

    public PhaseDrift(PhaseDriftOptions options, ulong seed, string stream)
    {
        this.options = options;
        prng = new SimulationPrng(seed, stream);
    }

    /// <summary>Phase at a time, radians.</summary>
    /// <param name="microseconds">Device clock, 0 or more.</param>
    public double At(double microseconds) =>
        options.RestRadians + (options.RadiansPerSecond * microseconds * 1e-6) + Walk(microseconds / GridMicroseconds);

    private double Walk(double at)
    {
        if (options.RandomWalkRadians == 0) return 0;
        int before = (int)at;
        while (walk.Count <= before + 1)
            walk.Add(walk[^1] + (options.RandomWalkRadians * Math.Sqrt(GridMicroseconds * 1e-6) * prng.NextNormal()));
        return walk[before] + ((at - before) * (walk[before + 1] - walk[before]));
    }
}
