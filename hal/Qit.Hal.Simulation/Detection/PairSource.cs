namespace Qit.Hal.Simulation;

/// <summary>
/// Emits the pairs of which both photons will start an avalanche in a ready detector. A Poisson stream split at random
/// is independent Poisson streams, so pairs that lose a photon need no event here: their other photon is among the
/// detector's single counts, and pairs that lose both cost nothing. Exact, and it saves most of the draws.
/// </summary>
internal sealed class PairSource
{
    private readonly SimulationPrng _times;
    private readonly SimulationPrng _spread;
    private readonly double _gapPicoseconds;
    private readonly double _correlation;
    private readonly double _chromaticA;
    private readonly double _chromaticB;
    private readonly PhotonPath _pathA;
    private readonly PhotonPath _pathB;
    private double _next;

    public PairSource(WorldOptions options, PhotonPath pathA, PhotonPath pathB, double pairsPerSecond)
    {
        _times = new SimulationPrng(options.Seed, "pairs/times");
        _spread = new SimulationPrng(options.Seed, "pairs/spread");
        _gapPicoseconds = 1e12 / pairsPerSecond;
        _correlation = options.Source.CorrelationTimePicosecondsRms;
        _chromaticA = options.ChannelA.ChromaticSpreadPicosecondsRms;
        _chromaticB = options.ChannelB.ChromaticSpreadPicosecondsRms;
        _pathA = pathA;
        _pathB = pathB;
        _next = _gapPicoseconds * _times.NextExponential();
    }

    /// <summary>Emits the slice's pairs into the two queues.</summary>
    public void Emit(long slice, PhotonQueue photonsA, PhotonQueue photonsB)
    {
        const double end = SimulatedWorld.SlicePicoseconds;
        double delayA = _pathA.DelayPicoseconds(slice);
        double delayB = _pathB.DelayPicoseconds(slice);
        double stretchA = 1 + ((_pathA.DelayPicoseconds(slice + 1) - delayA) / end);
        double stretchB = 1 + ((_pathB.DelayPicoseconds(slice + 1) - delayB) / end);
        bool chromatic = _chromaticA != 0 || _chromaticB != 0;
        double t = _next;
        while (t < end)
        {
            double lateA = _correlation > 0 ? _correlation * _spread.NextNormal() : 0;
            double lateB = 0;
            if (chromatic)
            {
                // Energy conservation: what one photon gains in frequency its partner lacks.
                double detuning = _spread.NextNormal();
                lateA += _chromaticA * detuning;
                lateB = -_chromaticB * detuning;
            }

            photonsA.Push((t * stretchA) + delayA + lateA);
            photonsB.Push((t * stretchB) + delayB + lateB);
            t += _gapPicoseconds * _times.NextExponential();
        }

        _next = t - end;
    }
}
