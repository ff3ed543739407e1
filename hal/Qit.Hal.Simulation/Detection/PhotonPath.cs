namespace Qit.Hal.Simulation;

/// <summary>What a channel does to light: transmission, and delay with its slow drift.</summary>
internal sealed class PhotonPath
{
    /// <summary>CODATA 2018, exact.</summary>
    private const double LightMetresPerSecond = 299_792_458;

    private readonly ChannelOptions options;

    /// <param name="options">Checked options.</param>
    /// <param name="extraDelayPicoseconds">Delay of what stands in front of the fibre, such as a switch.</param>
    public PhotonPath(ChannelOptions options, double extraDelayPicoseconds = 0)
    {
        this.options = options;
        NominalDelayPicoseconds =
            (options.LengthMetres * options.GroupIndex / LightMetresPerSecond * 1e12) + extraDelayPicoseconds;
        double decibels =
            options.InsertionLossDecibels + (options.AttenuationDecibelsPerKilometre * options.LengthMetres / 1000);
        Transmission = Math.Pow(10, -decibels / 10);
    }

    public double NominalDelayPicoseconds { get; }

    /// <summary>See <see cref="ChannelOptions.ChromaticSpreadPicosecondsRms"/>.</summary>
    public double ChromaticSpreadPicoseconds => options.ChromaticSpreadPicosecondsRms;

    /// <summary>Probability that a photon arrives, 0 to 1.</summary>
    public double Transmission { get; }

    /// <summary>Delay of what is emitted at the start of <paramref name="slice"/>.</summary>
    public double DelayPicoseconds(long slice)
    {
        if (options.DelayDriftPicoseconds == 0) return NominalDelayPicoseconds;
        double seconds = slice * (SimulatedWorld.SlicePicoseconds * 1e-12);
        double turns = seconds / options.DelayDriftPeriodSeconds;
        return NominalDelayPicoseconds
            + (options.DelayDriftPicoseconds * Math.Sin(2 * Math.PI * (turns - Math.Floor(turns))));
    }

    /// <summary>The part of <paramref name="slice"/> without light, in picoseconds from its start.</summary>
    /// <returns>False when there is light throughout.</returns>
    public bool TryDark(long slice, out double from, out double to)
    {
        double start = (double)slice * SimulatedWorld.SlicePicoseconds;
        from = Math.Max(0, (options.DarkFromSeconds * 1e12) - start);
        to = Math.Min(SimulatedWorld.SlicePicoseconds, (options.DarkToSeconds * 1e12) - start);
        return from < to;
    }
}
