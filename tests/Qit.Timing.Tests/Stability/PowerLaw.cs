namespace Qit.Timing.Tests.Stability;

/// <summary>Phase of noise with even powers, from its definition and a seed: level 1 at one interval.</summary>
internal static class PowerLaw
{
    public static double[] Phase(int alpha, int points, int seed) => alpha switch
    {
        2 => WhitePhase(points, seed),
        0 => WhiteFrequency(points, seed),
        _ => RandomWalkFrequency(points, seed),
    };

    public static double[] WhitePhase(int points, int seed)
    {
        var random = new Random(seed);
        var phase = new double[points];
        for (int index = 0; index < points; index++)
        {
            phase[index] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
                * Math.Cos(2 * Math.PI * random.NextDouble());
        }

        return phase;
    }

    public static double[] WhiteFrequency(int points, int seed) => Sum(WhitePhase(points, seed));

    public static double[] RandomWalkFrequency(int points, int seed) => Sum(WhiteFrequency(points, seed));

    private static double[] Sum(double[] values)
    {
        for (int index = 1; index < values.Length; index++) values[index] += values[index - 1];
        return values;
    }
}
