namespace Qit.Hal.Simulation;

/// <summary>The allowed range of what only some kinds of light use.</summary>
internal static class LightSourceCheck
{
    public static void Check(string path, PairSourceOptions options)
    {
        if (!LightSourceKind.All.Contains(options.Kind))
            throw new WorldOptionException(path + ".kind", $"'{options.Kind}'", "one of " + LightSourceKind.Accepted);
        WorldOptionsCheck.Range(path, options.PumpMilliwatts, 0, 1000);
        WorldOptionsCheck.Range(path, options.Modes, 1, 1e6);
        WorldOptionsCheck.Range(path, options.CoherencePicoseconds, 1, 1e9);
        WorldOptionsCheck.Range(path, options.RepetitionHertz, 0, 1e11);
        WorldOptionsCheck.Range(path, options.RamanPhotonsPerSecond, 0, 1e9);
        WorldOptionsCheck.Range(path, options.SecondOrderAtZero, 0, 1);
        WorldOptionsCheck.Range(path, options.LifetimePicoseconds, 1, 1e6);
        WorldOptionsCheck.Range(path, options.Indistinguishability, 0, 1);
        WorldOptionsCheck.Range(path, options.Fidelity, 0, 1);
        WorldOptionsCheck.Range(path, options.SignalNanometres, 200, 5000);
        WorldOptionsCheck.Range(path, options.IdlerNanometres, 200, 5000);
        if (string.IsNullOrWhiteSpace(options.Encoding))
            throw new WorldOptionException(path + ".encoding", $"'{options.Encoding}'", "a word such as polarization");
        double rate = LightSource.RatePerSecond(options);
        if (rate > 1e10)
            throw new WorldOptionException(path + ".pumpMilliwatts", $"{options.PumpMilliwatts}",
                $"so little that at most 1E+10 pairs leave a second (here {rate:G3})");
        if (options.Kind == LightSourceKind.TwoLevel) CheckTwoLevel(path, options, rate);
        if (options.RepetitionHertz > 0 && options.CoherencePicoseconds > LightSource.CellPicoseconds(options))
            throw new WorldOptionException(path + ".coherencePicoseconds", $"{options.CoherencePicoseconds}",
                $"at most the pulses' period, {LightSource.CellPicoseconds(options):G6} ps");
    }

    private static void CheckTwoLevel(string path, PairSourceOptions options, double rate)
    {
        double bound = 1e12 / options.LifetimePicoseconds;
        if (!(options.RepetitionHertz > 0 && options.RepetitionHertz <= bound))
            throw new WorldOptionException(path + ".repetitionHertz", $"{options.RepetitionHertz}",
                $"above 0, at most 1/lifetime, {bound:G6}, for a two-level emitter");
        double mean = rate / options.RepetitionHertz;
        if (mean - (options.SecondOrderAtZero * mean * mean / 2) > 1 || options.SecondOrderAtZero * mean > 1)
            throw new WorldOptionException(path + ".pairsPerSecond", $"{options.PairsPerSecond}",
                $"at most a photon a pulse, {options.RepetitionHertz:G6} a second, at the set pump");
    }
}
