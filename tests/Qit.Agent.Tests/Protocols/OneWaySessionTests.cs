using CsCheck;
using Qit.Agent.Protocols;
using Qit.Agent.Protocols.OneWay;
using Qit.Agent.Protocols.Simulation;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.OneWay;
using Qit.Timing.OneWay;

namespace Qit.Agent.Tests.Protocols;

/// <summary>The one-way protocol through twins, firmware, device link and session. Seeds are fixed.</summary>
public sealed class OneWaySessionTests
{
    private static readonly OneWayScenario Scenario = new();

    /// <summary>False alarm by chance: once in 370 for the bias, once in 1000 for both coverages of each quantity. The command
    /// with 100 seeds says the same with more worlds.</summary>
    [Test]
    public void Answers_AreUnbiased_WithHonestErrors_NearTheBound()
    {
        var statistics = new SeedStatistics();
        string[] names = ["secondPath", "dispersion", "slowness", "frequency"];
        var quantities = names.ToDictionary(name => name, _ => new SeedStatistics());
        for (ulong seed = 1; seed <= 30; seed++)
        {
            ProtocolBench bench = Scenario.Create(seed, optionsFile: null);
            ProtocolAnswer answer = new ProtocolRun(bench).NextAnswer(Scenario.MostSeconds, CancellationToken.None)!;
            Assert.That(answer.Refusal, Is.Null);
            Assert.That(answer.IsSimulated, Is.True);
            statistics.Add(answer, bench.TruthPicoseconds(answer));
            double parts = Math.Sqrt(answer.ErrorParts.Sum(part => part.Picoseconds * part.Picoseconds));
            Assert.That(parts, Is.EqualTo(answer.StandardErrorPicoseconds).Within(1e-6 * parts));
            foreach (string name in names)
            {
                MeasuredQuantity one = answer.Quantities.Single(quantity => quantity.Name == name);
                quantities[name].Add(
                    answer with { OffsetPicoseconds = one.Value, StandardErrorPicoseconds = one.StandardError },
                    bench.TruthOf(name)!.Value);
            }
        }
        Assert.That(statistics.IsUnbiased, Is.True, $"{statistics.MeanErrorPicoseconds} ps");
        Assert.That(statistics.IsHonest, Is.True, $"{statistics.WithinOne} {statistics.WithinTwo}");
        // The rms of 30 errors is good to 13 %.
        Assert.That(statistics.RmsErrorPicoseconds / statistics.BoundPicoseconds, Is.LessThan(1.5));
        foreach ((string name, SeedStatistics one) in quantities)
        {
            Assert.That(one.IsUnbiased, Is.True, $"{name}: {one.MeanErrorPicoseconds}");
            Assert.That(one.IsHonest, Is.True, $"{name}: {one.WithinOne} {one.WithinTwo}");
        }
    }

    [Test]
    public void Session_GoesOnAfterAnAnswer_WithNewDwells()
    {
        var bench = new OneWayBench(OneWayScenario.Draw(5), new OneWayProcedure { CyclesPerAnswer = 1 });
        var run = new ProtocolRun(bench);
        double before = 0;
        for (int i = 0; i < 3; i++)
        {
            ProtocolAnswer answer = run.NextAnswer(10, CancellationToken.None)!;
            Assert.That(answer.OffsetPicoseconds,
                Is.EqualTo(bench.TruthPicoseconds(answer)).Within(5 * answer.StandardErrorPicoseconds));
            double time = answer.Quantities.Single(one => one.Name == OneWayVerdict.ReferenceTime).Value;
            Assert.That(time, Is.GreaterThan(before));
            Assert.That(answer.DeviceTimeMicroseconds, Is.EqualTo(time * 1e6).Within(2_000));
            before = time;
        }
        Assert.That(bench.Session.State, Is.EqualTo("going through the configurations"));
    }

    /// <summary>Counters round down, coarse ones further. t0 + S (Rm - R2)/2 is what the mean of both configurations says at
    /// the middle length, some thousand times better known than t0 itself.</summary>
    [Test]
    public void TicksOfDifferentLengths_DoNotShiftThePeaks()
    {
        var quiet = new ClockOptions { WhiteFrequencyLevel = 0 };
        var world = new OneWayOptions
        {
            ClockA = quiet, ClockB = quiet with { OffsetPicoseconds = 1_000_000 }, SecondPathDriftKelvin = 0,
            TaggerB = new TaggerOptions { TickFemtosecondsNumerator = 160_000 },
        };
        var bench = new OneWayBench(world, new OneWayProcedure { Clocks = "strontium" });
        ProtocolAnswer answer = new ProtocolRun(bench).NextAnswer(10, CancellationToken.None)!;
        double slowness = bench.TruthOf("slowness")!.Value;
        double off = answer.OffsetPicoseconds - bench.TruthPicoseconds(answer)
            + ((Quantity("slowness") * (6000 - Quantity("secondPath"))) - (slowness * (6000 - world.SecondPathMetres))) / 2;
        // 78 ps without the correction; 20 000 pairs of 62 ps rms give 0.4 ps.
        Assert.That(off, Is.Zero.Within(2.5));

        double Quantity(string name) => answer.Quantities.Single(one => one.Name == name).Value;
    }

    [TestCase(0)]
    [TestCase(1)]
    public void DeviceThatBootsInTheMiddle_IsToldEverythingAnew(int station)
    {
        var bench = new OneWayBench(OneWayScenario.Draw(6), new OneWayProcedure());
        var run = new ProtocolRun(bench);
        Assert.That(run.NextAnswer(0.3, CancellationToken.None), Is.Null, "in the middle of the cycles");
        bench.Session.HandleSilence(station);
        Assert.That(bench.Session.State, Does.Contain("not heard"));
        bench.Session.HandleBoot(
            station, new DeviceIdentity { IsSimulated = true, TickFemtosecondsNumerator = 4000, TickFemtosecondsDenominator = 1 });
        ProtocolAnswer answer = run.NextAnswer(5, CancellationToken.None)!;
        Assert.That(answer.Refusal, Is.Null);
        Assert.That(answer.OffsetPicoseconds,
            Is.EqualTo(bench.TruthPicoseconds(answer)).Within(5 * answer.StandardErrorPicoseconds));
    }

    [Test]
    public void WithoutLight_TheAnswerIsAReason_AndTheSessionGoesOn()
    {
        OneWayOptions dark = new() { Source = new PairSourceOptions { PairsPerSecond = 0 } };
        var run = new ProtocolRun(new OneWayBench(dark, new OneWayProcedure()));
        for (int i = 0; i < 2; i++)
            Assert.That(run.NextAnswer(10, CancellationToken.None)!.Refusal, Does.Contain("no correlation peak"));
    }

    [Test]
    public void ClocksTooFarApart_GiveNoPeak()
    {
        OneWayOptions far = OneWayScenario.Draw(7) with { ClockB = new ClockOptions { OffsetPicoseconds = 1e10 } };
        var run = new ProtocolRun(new OneWayBench(far, new OneWayProcedure()));
        Assert.That(run.NextAnswer(10, CancellationToken.None)!.Refusal, Does.Contain("no correlation peak"));
        run = new ProtocolRun(new OneWayBench(far, new OneWayProcedure { MaximumOffsetSeconds = 0.02 }));
        Assert.That(run.NextAnswer(10, CancellationToken.None)!.Refusal, Is.Null);
    }

    [Test]
    public void FibreWithoutDispersion_IsRefusedByName()
    {
        OneWayOptions flat = OneWayScenario.Draw(8) with { Fibre = new OneWayFibreOptions { ZeroDispersionSlope = 0 } };
        ProtocolAnswer answer = new ProtocolRun(new OneWayBench(flat, new OneWayProcedure())).NextAnswer(10, CancellationToken.None)!;
        Assert.That(answer.Refusal, Does.StartWith(nameof(OneWayFault.NoDispersion)));
        Assert.That(answer.OffsetPicoseconds, Is.NaN);
    }

    [Test]
    public void LengthThatIsNotWhatItIsSaidToBe_IsRefusedByName()
    {
        OneWayOptions right = OneWayScenario.Draw(9);
        OneWayOptions wrong = right with
        {
            FirstPaths = [right.FirstPaths[0], right.FirstPaths[1] with { ErrorMetres = 0.2 }, right.FirstPaths[2]],
        };
        ProtocolAnswer answer = new ProtocolRun(new OneWayBench(wrong, new OneWayProcedure())).NextAnswer(10, CancellationToken.None)!;
        Assert.That(answer.Refusal, Does.StartWith(nameof(OneWayFault.Inconsistent)));
    }

    [Test]
    public void LengthsThatTheDeviceLacks_AreSaid()
    {
        OneWayOptions two = new() { FirstPaths = [new() { StatedMetres = 1000 }, new() { StatedMetres = 6000 }] };
        ProtocolAnswer answer = new ProtocolRun(new OneWayBench(two, new OneWayProcedure())).NextAnswer(10, CancellationToken.None)!;
        Assert.That(answer.Refusal, Is.EqualTo("the device has 2 lengths R1, but 3 are stated"));
    }

    [Test]
    public void DeviceThatRefuses_IsQuoted()
    {
        var session = new OneWaySession(new OneWayProcedure());
        session.HandleBoot(0, new DeviceIdentity { TickFemtosecondsNumerator = 4000 });
        Assert.That(session.TryTakeCommand(0, out ProtocolCommand command), Is.True);
        session.HandleReply(0, command, CommandStatus.NotFitted, 0);
        Assert.That(session.TryTakeAnswer(out ProtocolAnswer? answer), Is.True);
        Assert.That(answer!.Refusal, Does.Contain("lacks the part"));
        Assert.That(session.TryTakeCommand(0, out _), Is.False, "nothing more before it boots");
        session.HandleBoot(1, new DeviceIdentity());
        Assert.That(session.TryTakeAnswer(out answer), Is.True);
        Assert.That(answer!.Refusal, Does.Contain("no time tagger"));
    }

    [Test]
    public void HostileFrames_AreHarmless() =>
        Gen.Select(Gen.Byte, Gen.Byte.Array[0, 300], Gen.Long, Gen.Long, Gen.Int[0, 1]).Sample((type, payload, from, through, station) =>
        {
            var session = new OneWaySession(new OneWayProcedure());
            for (int boot = 0; boot < 2; boot++)
                session.HandleBoot(boot, new DeviceIdentity { TickFemtosecondsNumerator = 4000 });
            var frame = new Frame { Type = (byte)(FrameType.TagBlock + (type % 5)), PayloadLength = payload.Length };
            payload.CopyTo(frame.Payload, 0);
            for (int i = 0; i < 3; i++)
                session.HandleResult(station, frame);
            new PathBlock { FromTicks = from, ThroughTicks = through, PathLength = type, IsSwapped = true }.Write(frame.Payload);
            (frame.Type, frame.PayloadLength) = (FrameType.PathBlock, PathBlock.Length);
            session.HandleResult(0, frame);
        });

    [Test]
    public void WorldFromAFile_IsMeasuredAsItStands_AndItsFaultsAreNamed()
    {
        string file = Path.Combine(Path.GetTempPath(), $"qit-one-way-{Guid.NewGuid():N}.json");
        try
        {
            File.WriteAllText(file, """
                { "secondPathMetres": 2500, "idlerNanometres": 1560, "switch": { "directDelayPicoseconds": 900 },
                  "clockB": { "offsetPicoseconds": 5e9, "whiteFrequencyLevel": 8e-22 },
                  "firstPaths": [ { "statedMetres": 500 }, { "statedMetres": 4000 }, { "statedMetres": 8000 } ] }
                """);
            ProtocolBench bench = Scenario.Create(3, file);
            ProtocolAnswer answer = new ProtocolRun(bench).NextAnswer(10, CancellationToken.None)!;
            Assert.That(answer.OffsetPicoseconds,
                Is.EqualTo(bench.TruthPicoseconds(answer)).Within(5 * answer.StandardErrorPicoseconds));
            File.WriteAllText(file, """{ "secondPathMetres": -1 }""");
            Assert.That(() => Scenario.Create(1, file),
                Throws.InstanceOf<BadInputException>().With.Message.Contains("secondPathMetres"));
            File.WriteAllText(file, """{ "firstPaths": [ { "statedMetres": 500 } ] }""");
            Assert.That(() => Scenario.Create(1, file),
                Throws.InstanceOf<BadInputException>().With.Message.Contains("firstPaths"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Test]
    public void ProcedureOutOfRange_IsNamed()
    {
        var good = new OneWayProcedure();
        foreach ((string field, OneWayProcedure procedure) in new (string, OneWayProcedure)[]
        {
            ("firstPaths", good with { FirstPaths = [new(1, 0), new(2, 0)] }),
            ("firstPaths.metres", good with { FirstPaths = [new(-1, 0), new(2, 0), new(3, 0)] }),
            ("directSwitchPicoseconds.standardError", good with { DirectSwitchPicoseconds = new(1, -1) }),
            ("slowness.standardError", good with { Slowness = new(9792, 0) }),
            ("clocks", good with { Clocks = "sundial" }),
            ("dwellMicroseconds", good with { DwellMicroseconds = 10 }),
            ("cyclesPerAnswer", good with { CyclesPerAnswer = 34 }),
            ("maximumOffsetSeconds", good with { MaximumOffsetSeconds = double.NaN }),
        })
        {
            Assert.That(() => procedure.Check("here"), Throws.InstanceOf<BadInputException>().With.Message.StartsWith($"here.{field} is"));
        }
        Assert.That(() => good.Check("here"), Throws.Nothing);
    }
}
