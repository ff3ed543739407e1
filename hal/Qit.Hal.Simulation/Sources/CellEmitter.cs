namespace Qit.Hal.Simulation;

/// <summary>
/// Emits photons cell by cell. Only cells with a photon that will meet a ready detector are drawn, by the gap to the next one,
/// and only such photons: loss leaves the distribution's form as it is, so this is exact.
/// </summary>
internal sealed class CellEmitter
{
    private readonly SimulationPrng cells;
    private readonly SimulationPrng photons;
    private readonly PhotonNumber seen;
    private readonly EmittedLight light;
    private readonly double occupied;
    private double next;

    /// <param name="number">Emissions in a cell, before loss.</param>
    /// <param name="light">Where and when they go.</param>
    /// <param name="seed">The world's seed.</param>
    /// <param name="name">Name of the random streams.</param>
    public CellEmitter(PhotonNumber number, EmittedLight light, ulong seed, string name)
    {
        cells = new SimulationPrng(seed, name + "/cells");
        photons = new SimulationPrng(seed, name + "/photons");
        seen = number.After(light.Both + light.OnlyA + light.OnlyB);
        occupied = seen.Occupied;
        this.light = light;
        next = (cells.NextSuccess(occupied) - 1) * light.CellPicoseconds;
    }

    /// <summary>Emits the slice's photons into the two queues.</summary>
    public void Emit(in SlicePaths paths, PhotonQueue photonsA, PhotonQueue photonsB)
    {
        const double end = SimulatedWorld.SlicePicoseconds;
        while (next < end)
        {
            int number = seen.NumberIfAny(cells.NextUnit());
            for (int i = 0; i < number; i++) Emit(next, paths, photonsA, photonsB);
            long gap = cells.NextSuccess(occupied);
            next = gap == long.MaxValue ? double.PositiveInfinity : next + (gap * light.CellPicoseconds);
        }

        next -= end;
    }

    private void Emit(double cell, in SlicePaths paths, PhotonQueue photonsA, PhotonQueue photonsB)
    {
        double t = cell + (light.LengthPicoseconds * photons.NextUnit());
        if (light.LifetimePicoseconds > 0) t += light.LifetimePicoseconds * photons.NextExponential();
        double lateA = light.CorrelationPicoseconds > 0 ? light.CorrelationPicoseconds * photons.NextNormal() : 0;
        double detuning = paths.IsChromatic ? photons.NextNormal() : 0;
        double which = photons.NextUnit() * (light.Both + light.OnlyA + light.OnlyB);
        bool toA = which < light.Both + light.OnlyA;
        bool toB = which < light.Both || !toA;
        if (toA) photonsA.Push(paths.AtA(t) + lateA + (paths.ChromaticA * detuning));
        // Energy conservation: what one photon of a pair gains in frequency its partner lacks.
        if (toB) photonsB.Push(paths.AtB(t) - (paths.ChromaticB * detuning));
    }
}

/// <summary>Where emissions go, as probabilities for each, and when.</summary>
/// <param name="Both">One photon meets A's detector and one B's.</param>
/// <param name="OnlyA">A photon at A only.</param>
/// <param name="OnlyB">A photon at B only.</param>
/// <param name="CellPicoseconds">From one cell to the next.</param>
/// <param name="LengthPicoseconds">Part of the cell over which emissions are spread evenly.</param>
/// <param name="LifetimePicoseconds">Mean of an exponential delay; 0 for none.</param>
/// <param name="CorrelationPicoseconds">Rms spread of A's photon against B's.</param>
internal sealed record EmittedLight(
    double Both, double OnlyA, double OnlyB, double CellPicoseconds, double LengthPicoseconds, double LifetimePicoseconds,
    double CorrelationPicoseconds);

/// <summary>The two paths during one slice.</summary>
internal readonly struct SlicePaths
{
    private readonly double delayA;
    private readonly double delayB;
    private readonly double stretchA;
    private readonly double stretchB;

    public SlicePaths(WorldOptions options, PhotonPath pathA, PhotonPath pathB, long slice)
    {
        const double end = SimulatedWorld.SlicePicoseconds;
        delayA = pathA.DelayPicoseconds(slice);
        delayB = pathB.DelayPicoseconds(slice);
        stretchA = 1 + ((pathA.DelayPicoseconds(slice + 1) - delayA) / end);
        stretchB = 1 + ((pathB.DelayPicoseconds(slice + 1) - delayB) / end);
        ChromaticA = options.ChannelA.ChromaticSpreadPicosecondsRms;
        ChromaticB = options.ChannelB.ChromaticSpreadPicosecondsRms;
    }

    public double ChromaticA { get; }

    public double ChromaticB { get; }

    public bool IsChromatic => ChromaticA != 0 || ChromaticB != 0;

    public double AtA(double emitted) => (emitted * stretchA) + delayA;

    public double AtB(double emitted) => (emitted * stretchB) + delayB;
}
