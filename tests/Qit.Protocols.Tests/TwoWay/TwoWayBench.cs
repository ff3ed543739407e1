using Qit.Protocols.TwoWay;

namespace Qit.Protocols.Tests.TwoWay;

/// <summary>Hardware for the two-way machine that obeys at once, and a fringe without noise. A quarter wave is 100 steps, a
/// visit 1 ms of one gate.</summary>
internal sealed class TwoWayBench
{
    private readonly FringeBlock block = new();
    private long spinsSince = -1;
    private int spinsTo;

    public TwoWayBench()
    {
        Machine.Settings.TrySet(TwoWayKey.QuarterWave, 100 << 8);
        Machine.Settings.TrySet(TwoWayKey.StepZero, 0);
        Machine.Settings.TrySet(TwoWayKey.Dwell, 1000);
        Machine.Settings.TrySet(TwoWayKey.Gate, 1000);
        Machine.Settings.TrySet(TwoWayKey.Settle, 0);
        Machine.Settings.TrySet(TwoWayKey.RampSettle, 0);
    }

    public TwoWayMachine Machine { get; } = new(0, 400, 200_000);

    public double Visibility { get; init; } = 0.9;

    public double RestRadians { get; init; }

    public double RadiansPerSecond { get; init; }

    public double RadiansPerRate { get; init; }

    public long RampsNeed { get; init; }

    public int LoseGatesFrom { get; init; }

    public int LoseGatesTo { get; init; }

    public long Now { get; private set; }

    public long Gates { get; private set; }

    public long TrackedPhase { get; private set; }

    public List<int> Places { get; } = [];

    public List<(int Number, int Cycles, int Rate, long[] Live, double Phase, bool IsInterrupted, bool IsLost)> Received { get; } = [];

    public void RunUntil(Func<bool> condition)
    {
        for (int i = 0; !condition(); i++)
        {
            Assert.That(i, Is.LessThan(1_000_000));
            Step();
        }
    }

    /// <summary>Whatever the machine asks for.</summary>
    public void Step()
    {
        Machine.Advance(Now);
        switch (Machine.Stage)
        {
            case TwoWayStage.Spinning:
                if (spinsSince < 0 || spinsTo != Machine.RateNanometresPerSecond) spinsSince = Now;
                spinsTo = Machine.RateNanometresPerSecond;
                if (Now - spinsSince >= RampsNeed) Machine.HandleRampsRun(Now);
                else Now += 1000;
                break;
            case TwoWayStage.Moving:
                Places.Add(Machine.TargetSteps);
                Place = Machine.TargetSteps;
                Machine.HandleArrived(Now);
                break;
            case TwoWayStage.Counting:
                Count();
                break;
            default:
                Now += 1000;
                break;
        }
        if (Machine.Stage != TwoWayStage.Spinning) spinsSince = -1;
        if (!Machine.TryPeekBlock(out byte[] payload, out int length, Now)) return;
        Keep(payload, length);
        Machine.ClearBlock();
    }

    private int Place { get; set; }

    private void Count()
    {
        double middle = (Now + (0.5 * Machine.GateMicroseconds)) * 1e-6;
        Now += Machine.GateMicroseconds;
        Gates++;
        if (Gates >= LoseGatesFrom && Gates < LoseGatesTo)
        {
            Machine.HandleRampsLost();
            Machine.HandleLostGate();
            return;
        }
        double phase = RestRadians + (RadiansPerSecond * middle) + (RadiansPerRate * Machine.RateNanometresPerSecond)
            + (Place * Math.PI / 200);
        double fringe = Visibility * Math.Cos(phase);
        Machine.HandleGate(Machine.GateMicroseconds, (int)(100_000 * (1 + fringe)), (int)(80_000 * (1 - fringe)), Now);
    }

    private void Keep(byte[] payload, int length)
    {
        Assert.That(block.TryRead(payload, length), Is.True);
        Assert.That(block.FirstRecord, Is.EqualTo(Received.Count), "records come in order, none missing");
        TrackedPhase = block.TrackedPhase;
        for (int i = 0; i < block.Count; i++)
        {
            FringeRecord record = block.Record(i);
            Received.Add((record.Number, record.Cycles, record.RateNanometresPerSecond,
                [record.Live(0), record.Live(1), record.Live(2), record.Live(3)],
                record.DevicePhase * 2 * Math.PI / 4294967296.0, record.IsInterrupted, record.IsLost));
        }
    }
}
