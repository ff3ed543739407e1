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
    private readonly double correlation;
    private PhotonPath pathA = null!;
    private PhotonPath pathB = null!;
    private double gapPicoseconds = double.PositiveInfinity;
    private double next;

    /// <summary>A source; it emits once it has been told the paths.</summary>
    public PairSource(ulong seed, double correlationPicoseconds)
    {
        times = new SimulationPrng(seed, "pairs/times");
        spread = new SimulationPrng(seed, "pairs/spread");
        correlation = correlationPicoseconds;
    }

    /// <summary>Takes the paths from the next slice on.</summary>
    /// <param name="pathA">From the source to A's detector.</param>
    /// <param name="pathB">From the source to B's.</param>
    /// <param name="pairsPerSecond">Pairs that make both detectors click; 0 emits none.</param>
    public void Use(PhotonPath pathA, PhotonPath pathB, double pairsPerSecond)
    {
        this.pathA = pathA;
        this.pathB = pathB;
        gapPicoseconds = 1e12 / pairsPerSecond;
        // A Poisson stream has no memory: at another rate it begins anew.
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
        double chromaticA = pathA.ChromaticSpreadPicoseconds;
        double chromaticB = pathB.ChromaticSpreadPicoseconds;
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
