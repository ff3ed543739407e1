namespace Qit.Hal.Simulation;

/// <summary>Light whose photon numbers are those of cells of time: every kind but <see cref="LightSourceKind.Poisson"/>, and
/// that one too when its beam is split.</summary>
internal sealed class CellSource : IPhotonSource
{
    private readonly List<CellEmitter> emitters = [];
    private readonly WorldOptions options;
    private readonly PhotonPath pathA;
    private readonly PhotonPath pathB;

    /// <param name="options">Checked options.</param>
    /// <param name="pathA">The way to A.</param>
    /// <param name="pathB">The way to B.</param>
    /// <param name="detectedA">Probability that a photon sent to A starts an avalanche in a ready detector.</param>
    /// <param name="detectedB">The same of B.</param>
    public CellSource(WorldOptions options, PhotonPath pathA, PhotonPath pathB, double detectedA, double detectedB)
    {
        this.options = options;
        this.pathA = pathA;
        this.pathB = pathB;
        PairSourceOptions source = options.Source;
        bool isSplit = source.IsSplit || !LightSourceKind.HasPairs(source.Kind);
        double cell = LightSource.CellPicoseconds(source);
        var pairs = new EmittedLight(
            isSplit ? 0 : detectedA * detectedB,
            isSplit ? detectedA / 2 : detectedA * (1 - detectedB),
            isSplit ? detectedB / 2 : detectedB * (1 - detectedA),
            cell, source.CoherencePicoseconds,
            source.Kind == LightSourceKind.TwoLevel ? source.LifetimePicoseconds : 0,
            source.CorrelationTimePicosecondsRms);
        emitters.Add(new CellEmitter(LightSource.NumberInCell(source), pairs, options.Seed, "source/pairs"));
        if (source.Kind != LightSourceKind.Sfwm || !(source.RamanPhotonsPerSecond > 0)) return;
        // Each beam has its own Raman light; behind a splitter only the signal's is there.
        double raman = source.RamanPhotonsPerSecond * source.PumpMilliwatts * cell * 1e-12;
        double share = isSplit ? 0.5 : 1;
        foreach ((double toA, double toB, string name) in
            new[] { (detectedA * share, 0.0, "source/raman-a"), (0.0, detectedB * share, "source/raman-b") })
        {
            emitters.Add(new CellEmitter(PhotonNumber.Poisson(raman),
                pairs with { Both = 0, OnlyA = toA, OnlyB = toB }, options.Seed, name));
        }
    }

    public void Emit(long slice, PhotonQueue photonsA, PhotonQueue photonsB)
    {
        var paths = new SlicePaths(options, pathA, pathB, slice);
        foreach (CellEmitter emitter in emitters) emitter.Emit(paths, photonsA, photonsB);
    }
}

/// <summary>What sends photons to both stations.</summary>
internal interface IPhotonSource
{
    /// <summary>Emits a slice's photons into the two queues.</summary>
    void Emit(long slice, PhotonQueue photonsA, PhotonQueue photonsB);
}
