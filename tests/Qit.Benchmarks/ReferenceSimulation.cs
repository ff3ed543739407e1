using Qit.Hal.Simulation;

namespace Qit.Benchmarks;

/// <summary>
/// The same physics written down plainly: every pair is drawn, each photon is lost or not, dark counts are mixed in,
/// and each station's list is sorted before dead time, afterpulses, jitter and clock. White frequency noise only.
/// </summary>
internal static class ReferenceSimulation
{
    private const double LightMetresPerSecond = 299_792_458;

    /// <summary>Makes both stations' tags. Returns their number.</summary>
    public static long Generate(WorldOptions options, double seconds)
    {
        var random = new Random(1);
        var photonsA = new List<double>();
        var photonsB = new List<double>();
        double arriveA = Arrive(options.ChannelA, options.DetectorA);
        double arriveB = Arrive(options.ChannelB, options.DetectorB);
        double delayA = options.ChannelA.LengthMetres * options.ChannelA.GroupIndex / LightMetresPerSecond * 1e12;
        double delayB = options.ChannelB.LengthMetres * options.ChannelB.GroupIndex / LightMetresPerSecond * 1e12;
        double end = seconds * 1e12;
        double gap = 1e12 / options.Source.PairsPerSecond;
        for (double t = gap * Exponential(random); t < end; t += gap * Exponential(random))
        {
            double detuning = Normal(random);
            double late = options.Source.CorrelationTimePicosecondsRms * Normal(random);
            if (random.NextDouble() < arriveA)
                photonsA.Add(t + delayA + late + (options.ChannelA.ChromaticSpreadPicosecondsRms * detuning));
            if (random.NextDouble() < arriveB)
                photonsB.Add(t + delayB - (options.ChannelB.ChromaticSpreadPicosecondsRms * detuning));
        }

        return Detect(random, photonsA, options.ChannelA, options.DetectorA, options.ClockA, options.TaggerA, end)
            + Detect(random, photonsB, options.ChannelB, options.DetectorB, options.ClockB, options.TaggerB, end);
    }

    private static long Detect(
        Random random,
        List<double> photons,
        ChannelOptions channel,
        DetectorOptions detector,
        ClockOptions clock,
        TaggerOptions tagger,
        double end)
    {
        double noise = detector.DarkCountsPerSecond + (channel.BackgroundPhotonsPerSecond * detector.Efficiency);
        for (double t = 1e12 / noise * Exponential(random); t < end; t += 1e12 / noise * Exponential(random))
            photons.Add(t);
        photons.Sort();

        var afterpulses = new PriorityQueue<double, double>();
        var crossings = new List<double>();
        double readyAt = 0;
        int next = 0;
        while (next < photons.Count || afterpulses.Count > 0)
        {
            double t = next < photons.Count ? photons[next] : double.PositiveInfinity;
            if (afterpulses.TryPeek(out double release, out _) && release < t)
            {
                t = release;
                afterpulses.Dequeue();
            }
            else
            {
                next++;
            }

            if (t < readyAt) continue;
            readyAt = t + detector.DeadTimePicoseconds;
            if (random.NextDouble() < detector.AfterpulseProbability)
            {
                double at = readyAt + (detector.AfterpulseDecayNanoseconds * 1000 * Exponential(random));
                afterpulses.Enqueue(at, at);
            }

            double crossing = t + (detector.JitterPicosecondsRms * Normal(random));
            if (random.NextDouble() < detector.JitterTailFraction)
                crossing += detector.JitterTailPicoseconds * Exponential(random);
            crossings.Add(crossing);
        }

        crossings.Sort();
        var ticks = new List<long>();
        double ticksPerPicosecond = 1000.0 * tagger.TickFemtosecondsDenominator / tagger.TickFemtosecondsNumerator;
        double phase = clock.OffsetPicoseconds;
        double last = 0;
        foreach (double crossing in crossings)
        {
            double step = Math.Max(0, crossing - last);
            last = crossing;
            phase += (clock.FrequencyOffset * step)
                + (1e12 * Math.Sqrt(clock.WhiteFrequencyLevel / 2 * step * 1e-12) * Normal(random));
            ticks.Add((long)Math.Floor((crossing + phase) * ticksPerPicosecond));
        }

        return ticks.Count;
    }

    private static double Arrive(ChannelOptions channel, DetectorOptions detector)
    {
        double decibels =
            channel.InsertionLossDecibels + (channel.AttenuationDecibelsPerKilometre * channel.LengthMetres / 1000);
        return Math.Pow(10, -decibels / 10) * detector.Efficiency;
    }

    private static double Exponential(Random random) => -Math.Log(1 - random.NextDouble());

    private static double Normal(Random random) =>
        Math.Sqrt(2 * Exponential(random)) * Math.Cos(2 * Math.PI * random.NextDouble());
}
