namespace Qit.Protocols.RoundTrip;

/// <summary>
/// Keeps to a dip that has been found: dwells in turn on its left and right flank, now and then on the plateau, and moves its
/// centre by what <see cref="DipDiscriminator"/> says. Integers only.
/// </summary>
public sealed class DipTracker
{
    /// <summary>Cycles without a dip in a row after which it is lost. On a flat rate three of four cycles show none, at a dip
    /// with counts enough to track it hardly any.</summary>
    public const int MostEmptyCycles = 6;

    /// <summary>The first cycles move by all of their displacement: the scan has left up to half a width to go.</summary>
    private const int PullInCycles = 4;

    /// <summary>The plateau is measured anew in one of so many cycles.</summary>
    private const int PlateauEvery = 4;

    private const int PlateauWidths = 6;
    private const int Plateau = 0;
    private const int First = 1;
    private const int Second = 2;

    private readonly RoundTripSettings settings;
    private long gain;
    private long plateauRate;
    private long firstRate;
    private int part;
    private int cycle;
    private int emptyCycles;

    /// <summary>A tracker without a dip.</summary>
    /// <param name="settings">Width, flanks, limits.</param>
    public DipTracker(RoundTripSettings settings) => this.settings = settings;

    /// <summary>Centre of the dip, 1/256 step.</summary>
    public long Centre { get; private set; }

    /// <summary>True when the dip is gone.</summary>
    public bool IsLost => emptyCycles >= MostEmptyCycles;

    /// <summary>Begins at a dip.</summary>
    /// <param name="centreSteps">Where it is, to within a width.</param>
    /// <param name="plateauMillihertz">Rate beside it.</param>
    public void Begin(int centreSteps, long plateauMillihertz)
    {
        Centre = (long)centreSteps << DipDiscriminator.FractionBits;
        plateauRate = plateauMillihertz;
        gain = DipDiscriminator.Gain(settings.Get(RoundTripKey.Width), settings.Get(RoundTripKey.Flank));
        part = First;
        cycle = 0;
        emptyCycles = 0;
    }

    /// <summary>Where to dwell next, steps, within the scan's range.</summary>
    public int NextSteps()
    {
        long centre = (Centre + 0x80) >> DipDiscriminator.FractionBits;
        int lowest = settings.Get(RoundTripKey.ScanFrom);
        int highest = settings.Get(RoundTripKey.ScanTo);
        long position;
        if (part == Plateau)
        {
            long far = (long)PlateauWidths * settings.Get(RoundTripKey.Width);
            position = centre + far <= highest ? centre + far : centre - far;
        }
        else
        {
            position = IsLeft ? centre - settings.Get(RoundTripKey.Flank) : centre + settings.Get(RoundTripKey.Flank);
        }
        position = position < lowest ? lowest : position;
        return (int)(position > highest ? highest : position);
    }

    /// <summary>Takes the dwell at <see cref="NextSteps"/>.</summary>
    /// <param name="record">Its counts.</param>
    public void Add(DwellRecord record)
    {
        long rate = record.RateMillihertz;
        if (part == Plateau)
        {
            plateauRate += (rate - plateauRate) >> 1;
            part = First;
        }
        else if (part == First)
        {
            firstRate = rate;
            part = Second;
        }
        else
        {
            // The order turns round every cycle: a steady drift of the source then moves nothing.
            long left = IsLeft ? rate : firstRate;
            long right = IsLeft ? firstRate : rate;
            Correct(left, right);
            cycle++;
            part = (cycle & (PlateauEvery - 1)) == 0 ? Plateau : First;
        }
    }

    private bool IsLeft => (part == First) == ((cycle & 1) == 0);

    private void Correct(long left, long right)
    {
        long displacement;
        if (!DipDiscriminator.TryDisplacement(plateauRate, left, right, gain, out displacement))
        {
            emptyCycles++;
            return;
        }
        emptyCycles = 0;
        long most = (long)settings.Get(RoundTripKey.Width) << DipDiscriminator.FractionBits;
        displacement = displacement > most ? most : displacement;
        displacement = displacement < -most ? -most : displacement;
        int shift = cycle < PullInCycles ? 0 : settings.Get(RoundTripKey.TrackShift);
        Centre += (displacement + ((1L << shift) >> 1)) >> shift;
        long lowest = (long)settings.Get(RoundTripKey.ScanFrom) << DipDiscriminator.FractionBits;
        long highest = (long)settings.Get(RoundTripKey.ScanTo) << DipDiscriminator.FractionBits;
        Centre = Centre < lowest ? lowest : Centre > highest ? highest : Centre;
    }
}
