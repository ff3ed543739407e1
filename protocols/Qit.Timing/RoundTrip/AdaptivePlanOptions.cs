namespace Qit.Timing.RoundTrip;

/// <summary>What an adaptive measurement of a dip may use.</summary>
public sealed record AdaptivePlanOptions
{
    /// <summary>Lowest path difference at which the centre is looked for and the delay line dwells, in metres. Both flanks
    /// of the dip have to fit between the ends.</summary>
    public required double FromMetres { get; init; }

    /// <summary>Highest path difference, in metres; above the lowest.</summary>
    public required double ToMetres { get; init; }

    /// <summary>Rms width of the dip, in metres, above 0: as it is, or where to begin.</summary>
    public required double WidthMetres { get; init; }

    /// <summary>False to estimate the width as well.</summary>
    public bool IsWidthKnown { get; init; } = true;

    /// <summary>Exposure to spend in all, above 0.</summary>
    public required double TotalExposure { get; init; }

    /// <summary>Known accidental coincidences for one unit of exposure, at least 0.</summary>
    public double Background { get; init; }

    /// <summary>Part of the exposure that one pass of the search spends over the whole range, above 0, at most 0.5. Few
    /// photons a place need several passes; many are wasted beside the dip.</summary>
    public double SearchPassShare { get; init; } = 0.01;

    /// <summary>Most of the exposure that the search may spend before it says that there is no dip, above 0, at most 1.
    /// </summary>
    public double SearchShare { get; init; } = 0.75;

    /// <summary>Dwells among which the exposure is divided once the dip is found, 4 to 1000. Each costs a move of the delay
    /// line; more follow the estimate more closely.</summary>
    public int Dwells { get; init; } = 40;

    internal void Check()
    {
        Demand(double.IsFinite(FromMetres) && double.IsFinite(ToMetres) && ToMetres > FromMetres, nameof(ToMetres), ToMetres,
            $"above {FromMetres}");
        Demand(WidthMetres > 0 && double.IsFinite(WidthMetres), nameof(WidthMetres), WidthMetres, "above 0");
        Demand(TotalExposure > 0 && double.IsFinite(TotalExposure), nameof(TotalExposure), TotalExposure, "above 0");
        Demand(Background >= 0 && double.IsFinite(Background), nameof(Background), Background, "0 or more");
        Demand(SearchPassShare is > 0 and <= 0.5, nameof(SearchPassShare), SearchPassShare, "above 0, at most 0.5");
        Demand(SearchShare is > 0 and <= 1, nameof(SearchShare), SearchShare, "above 0, at most 1");
        Demand(Dwells is >= 4 and <= 1000, nameof(Dwells), Dwells, "4 to 1000");
    }

    private static void Demand(bool isRight, string name, double value, string right)
    {
        if (!isRight) throw new ArgumentException($"{name} is {value}; it has to be {right}.");
    }
}
