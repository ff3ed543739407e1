using Qit.Protocols.RoundTrip;

namespace Qit.Protocols.Tests.RoundTrip;

/// <summary>Hardware for the round-trip machine that obeys at once: a dip, or a constant rate of one count a millisecond.
/// </summary>
internal sealed class Bench
{
    private readonly Random random = new(7);
    private readonly DwellBlock block = new();
    private long now;
    private int position = int.MaxValue;

    public RoundTripMachine Machine { get; } = new(-4000, 4000, 200_000);

    public double Visibility { get; init; }

    public double DipCentre { get; set; }

    public double CountsPerMillisecond { get; init; } = 1;

    public bool KeepsResults { get; init; } = true;

    public long Gates { get; private set; }

    public bool WasEverReachedFromAbove { get; private set; }

    public List<(int Position, int Number, long Live, long Coincidences)> Received { get; } = [];

    /// <summary>Runs on to the end of the next dwell.</summary>
    public void Dwell()
    {
        for (long before = Machine.DwellCount; Machine.DwellCount == before;) Step();
    }

    public void RunUntil(Func<bool> condition, int mostDwells)
    {
        for (int i = 0; !condition(); i++)
        {
            Assert.That(i, Is.LessThan(mostDwells));
            Dwell();
        }
    }

    /// <summary>Whatever the machine asks for.</summary>
    public void Step()
    {
        Machine.Advance(now);
        switch (Machine.Stage)
        {
            case RoundTripStage.Moving:
                bool isFromAbove = Machine.TargetSteps < position && position != int.MaxValue;
                position = Machine.TargetSteps;
                Machine.HandleArrived(now);
                WasEverReachedFromAbove |= isFromAbove && Machine.Stage == RoundTripStage.Settling && position > -4000;
                break;
            case RoundTripStage.Counting:
                now += Machine.GateMicroseconds;
                Gates++;
                Machine.HandleGate(Machine.GateMicroseconds, Counts(), 100, 100, now);
                break;
            default:
                now += 1000;
                break;
        }
        if (!Machine.TryPeekBlock(out byte[] payload, out int length, now)) return;
        if (KeepsResults && block.TryRead(payload, length))
        {
            for (int i = 0; i < block.Count; i++)
                Received.Add((block.Record(i).PositionSteps, block.Record(i).PlanNumber, block.Record(i).LiveMicroseconds,
                    block.Record(i).Coincidences));
        }
        Machine.ClearBlock();
    }

    private int Counts()
    {
        double z = (position - DipCentre) / 64;
        double mean = CountsPerMillisecond * Machine.GateMicroseconds / 1000
            * (1 - (Visibility * Math.Exp(-0.5 * z * z)));
        // Rounded at random: the mean is right, the noise is less than Poisson's.
        return (int)(mean + random.NextDouble());
    }
}
