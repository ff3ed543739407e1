namespace Qit.Hal.Simulation;

/// <summary>
/// Emits the pairs of which both photons will start an avalanche in a ready detector. A Poisson stream split at random
/// is independent Poisson streams, so pairs that lose a photon need no event here: their other photon is among the
/// detector's single counts, and pairs that lose both cost nothing. Exact, and it saves most of the draws.
/// </summary>
internal sealed class PairSource : IPhotonSource
{
    private readonly SimulationPrng times;
    private readonly SimulationPrng spread;
    private readonly double gapPicoseconds;
    private readonly double correlation;
    private readonly double chromaticA;
    private readonly double chromaticB;
    private readonly PhotonPath pathA;
    private readonly PhotonPath pathB;
    private double next;

    public PairSource(WorldOptions options, PhotonPath pathA, PhotonPath pathB, double pairsPerSecond)
    {
        times = new SimulationPrng(options.Seed, "pairs/times");
        spread = new SimulationPrng(options.Seed, "pairs/spread");
        gapPicoseconds = 1e12 / pairsPerSecond;
        correlation = options.Source.CorrelationTimePicosecondsRms;
        chromaticA = options.ChannelA.ChromaticSpreadPicosecondsRms;
        chromaticB = options.ChannelB.ChromaticSpreadPicosecondsRms;
        this.pathA = pathA;
        this.pathB = pathB;
        next = gapPicoseconds * times.NextExponential();
    }

    /// <summary>Emits the slice's pairs into the two queues.</summary>
    public void Emit(long slice, PhotonQueue photonsA, PhotonQueue photonsB)
    {
        const double end = SimulatedWorld.SlicePicoseconds;
        double delayA = pathA.DelayPicoseconds(slice);
        double delayB = pathB.DelayPicoseconds(slice);
        double stretchA = 1 + ((pathA.DelayPicoseconds(slice + 1) - delayA) / end);
        double stretchB = 1 + ((pathB.DelayPicoseconds(slice + 1) - delayB) / end);
        bool chromatic = chromaticA != 0 || chromaticB != 0;
        double t = next;
        while (t < end)
        {
            double lateA = correlation > 0 ? correlation * spread.NextNormal() : 0;
            double lateB = 0;
            if (chromatic)
            {
                // Energy conservation: what one photon gains in frequency its partner lacks.
                double detuning = spread.NextNormal();
                lateA += chromaticA * detuning;
                lateB = -chromaticB * detuning;
            }

            photonsA.Push((t * stretchA) + delayA + lateA);
            photonsB.Push((t * stretchB) + delayB + lateB);
            t += gapPicoseconds * times.NextExponential();
        }

        next = t - end;
    }
}
