using System;

namespace Qit.Protocols.RoundTrip;

/// <summary>
/// Finds the dip in a scan with steps of its width: a matched filter over three neighbouring places (weights 5, 8, 5, as
/// exp(-1/2) = 0.61) has to stand 6 standard deviations out of Poisson counts. Scans add up until it does. Integers only.
/// </summary>
public sealed class DipSearch
{
    /// <summary>Most places of a scan.</summary>
    public const int MaxPlaces = 256;

    private const long SideWeight = 5;
    private const long MiddleWeight = 8;

    // (6 sigma)^2 times the sum of the squared weights.
    private const long SquaredThreshold = 36 * (2 * SideWeight * SideWeight + MiddleWeight * MiddleWeight);
    // With a record on top, counts times live time stay below 2^63.
    private const long MostAdded = DwellRecord.Max / 4;

    private readonly long[] counts = new long[MaxPlaces];
    private readonly long[] live = new long[MaxPlaces];
    private readonly long[] scaled = new long[MaxPlaces];
    private int places;

    /// <summary>Places that a range has: both ends, and between them steps of the width.</summary>
    /// <param name="rangeSteps">Length of the range.</param>
    /// <param name="widthSteps">Width of the dip.</param>
    public static int PlacesOf(long rangeSteps, int widthSteps) => (int)(rangeSteps / widthSteps) + 1;

    /// <summary>Begins anew.</summary>
    /// <param name="placeCount">Places, 5 to <see cref="MaxPlaces"/>.</param>
    public void Begin(int placeCount)
    {
        places = placeCount;
        Array.Clear(counts, 0, MaxPlaces);
        Array.Clear(live, 0, MaxPlaces);
    }

    /// <summary>Adds a dwell.</summary>
    /// <param name="place">0 to places - 1.</param>
    /// <param name="record">Its counts.</param>
    public void Add(int place, DwellRecord record)
    {
        // Years of scanning in vain must not overflow: older counts then weigh half.
        while (counts[place] > MostAdded || live[place] > MostAdded)
        {
            counts[place] >>= 1;
            live[place] >>= 1;
        }
        counts[place] += record.Coincidences;
        live[place] += record.LiveMicroseconds;
    }

    /// <summary>The dip, when a complete scan shows one.</summary>
    /// <param name="dip">Place nearest to its centre, 1 to places - 2.</param>
    public bool TryFind(out int dip)
    {
        dip = 0;
        long meanLive = 0;
        for (int i = 0; i < places; i++)
            meanLive += live[i];
        meanLive /= places;
        long sum = 0;
        for (int i = 0; i < places; i++)
        {
            if (live[i] < 1)
                return false;
            scaled[i] = counts[i] * meanLive / live[i];
            sum += scaled[i];
        }
        long mean = sum / places;
        long best = 0;
        for (int i = 1; i < places - 1; i++)
        {
            long missing = SideWeight * (2 * mean - scaled[i - 1] - scaled[i + 1]) + MiddleWeight * (mean - scaled[i]);
            if (missing <= best)
                continue;
            best = missing;
            dip = i;
        }
        return best > 0 && best > Root(SquaredThreshold * mean);
    }

    /// <summary>Coincidences in 1000 seconds at the places more than three steps from the dip, or everywhere else when the
    /// range is that short.</summary>
    /// <param name="dip">The dip's place.</param>
    public long PlateauMillihertz(int dip)
    {
        long sum = 0;
        int used = 0;
        for (int i = 0; i < places; i++)
        {
            if (i >= dip - 3 && i <= dip + 3 && places > 8)
                continue;
            sum += counts[i] * 1_000_000_000L / live[i];
            used++;
        }
        return sum / used;
    }

    /// <summary>Whole part of the square root of 0 or more.</summary>
    private static long Root(long value)
    {
        long root = 0;
        for (long bit = 1L << 31; bit > 0; bit >>= 1)
        {
            long trial = root + bit;
            if (trial <= 3037000499L && trial * trial <= value)
                root = trial;
        }
        return root;
    }
}
