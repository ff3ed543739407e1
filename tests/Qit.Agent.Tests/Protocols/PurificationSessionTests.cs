using Qit.Agent.Protocols;
using Qit.Agent.Protocols.Purification;
using Qit.Agent.Protocols.Simulation;
using Qit.Hal.Simulation;
using Qit.Protocols.DeviceLink;
using Qit.Protocols.Purification;
using Qit.Timing.Purification;

namespace Qit.Agent.Tests.Protocols;

/// <summary>Purification through twins, firmware, device link and session. Seeds are fixed.</summary>
public sealed class PurificationSessionTests
{
    private static readonly PurificationMeasurement Short = new() { Pairs = 8_000, Rounds = 2 };

    /// <summary>False alarm by chance: once in 16 000 a quantity for the bias, once in 2000 for the coverage, sixteen
    /// quantities.</summary>
    [Test]
    public void Fidelities_AreUnbiased_WithHonestIntervals_AndSuccessIsThatOfTheory()
    {
        var statistics = new QuantityStatistics();
        for (ulong seed = 1; seed <= 100; seed++)
        {
            var options = new PurificationOptions
            {
                Seed = seed,
                Fidelity = 0.85 + (0.1 * ScenarioDraw.Signed(seed, "fidelity")),
                StationB = new PairMemoryOptions { GateError = 0.03, ReadoutError = 0.01 },
            };
            var bench = new PurificationBench(options, Short);
            ProtocolAnswer answer = new ProtocolRun(bench).NextAnswer(600, CancellationToken.None)!;
            Assert.That(answer.IsSimulated, Is.True);
            statistics.Add(answer, bench.TruthOf);
        }

        foreach (QuantityStatistic one in statistics.All)
        {
            TestContext.Out.WriteLine(FormattableString.Invariant(
                $"{one.Name}: mean error {one.MeanError:G3} +- {one.MeanErrorStandardError:G3}, held {one.Held:P1}"));
        }

        Assert.That(statistics.All.Select(one => one.Name), Is.SupersetOf(
            new[] { "bbpsswFidelity0", "bbpsswFidelity2", "bbpsswTheory2", "dejmpsFidelity2", "dejmpsTheory2", "dejmpsError2" }));
        Assert.That(statistics.All.Where(one => !one.IsUnbiased || !one.IsHonest).Select(one => one.Name), Is.Empty);
    }

    /// <summary>The control to the test above: a memory whose measurement is worse than it claims is found out.</summary>
    [Test]
    public void WrongCalibration_ShowsAsBias()
    {
        var statistics = new QuantityStatistics();
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var options = new PurificationOptions
            {
                Seed = seed, StationB = new PairMemoryOptions { ReadoutError = 0.03, ClaimedReadoutError = 0 },
            };
            var bench = new PurificationBench(options, Short);
            statistics.Add(new ProtocolRun(bench).NextAnswer(600, CancellationToken.None), bench.TruthOf);
        }

        Assert.That(statistics.All.Single(one => one.Name == "bbpsswFidelity0").IsUnbiased, Is.False);
    }

    /// <summary>Good gates make rounds worth it, bad ones do not, and no world gets the wrong verdict: with intervals of 95 % for
    /// all rows together, a wrong one in 20 worlds of a kind would have to be chance of less than 1 in 20 each.</summary>
    [TestCase(0.8, 0.002, PurificationVerdict.Better)]
    [TestCase(0.97, 0.1, PurificationVerdict.Worse)]
    public void Verdict_IsRight_OnBothSidesOfBreakEven(double fidelity, double gateError, PurificationVerdict right)
    {
        int decided = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var station = new PairMemoryOptions { GateError = gateError };
            var options = new PurificationOptions { Seed = seed, Fidelity = fidelity, StationA = station, StationB = station };
            ProtocolAnswer answer = new ProtocolRun(new PurificationBench(options, new PurificationMeasurement { Pairs = 20_000 }))
                .NextAnswer(600, CancellationToken.None)!;
            foreach (string part in answer.Conclusion!.Split("; ").Take(2))
            {
                bool isWorth = part.Contains(" worth it,", StringComparison.Ordinal) && !part.Contains("not worth", StringComparison.Ordinal);
                bool isNotWorth = part.Contains("not worth it", StringComparison.Ordinal);
                Assert.That(isWorth, Is.EqualTo(isWorth && right == PurificationVerdict.Better), part);
                Assert.That(isNotWorth, Is.EqualTo(isNotWorth && right == PurificationVerdict.Worse), part);
                if (isWorth || isNotWorth) decided++;
            }
        }

        // The plan agrees that this is the right side.
        LocalNoise noise = LocalNoise.OfStations(gateError, gateError, 0.002, 0.002);
        PurificationPlan plan = PurificationPlan.Compute(9_192_631_770, 20_000, BellDiagonal.Werner(fidelity),
            PurificationProtocol.Dejmps, countsSuccess: true, noise);
        Assert.That(plan.IsWorthIt, Is.EqualTo(right == PurificationVerdict.Better));
        Assert.That(decided, Is.GreaterThan(20), "of 40: a verdict that is never given is worth nothing");
    }

    [Test]
    public void Answers_GoOn_AndNameTheBetterProtocol()
    {
        var bench = new PurificationBench(
            new PurificationOptions { Fidelity = 0.85 }, new PurificationMeasurement { Pairs = 200_000 });
        var run = new ProtocolRun(bench);
        Assert.That(run.NextAnswer(600, CancellationToken.None)!.Conclusion, Does.Contain("dejmps is better"));
        ProtocolAnswer second = run.NextAnswer(600, CancellationToken.None)!;
        Assert.That(second.Refusal, Is.Null);
        MeasuredQuantity fidelity = second.Quantities.Single(one => one.Name == "dejmpsFidelity0");
        Assert.That(fidelity.Value, Is.EqualTo(bench.TruthOf("dejmpsFidelity0")!.Value).Within(4 * fidelity.StandardError));
    }

    [Test]
    public void Restart_InTheMiddleOfARun_IsRefusedAndBegunAnew()
    {
        var feed = new PurificationFeed(Short);
        Assert.That(feed.Session.State, Is.EqualTo("purifying with bbpssw"));
        feed.Session.HandleSilence(1);
        Assert.That(feed.Session.State, Does.Contain("station 1 is not heard"));
        feed.Session.HandleBoot(1, new DeviceIdentity { IsSimulated = true });
        Assert.That(feed.Session.TryTakeAnswer(out ProtocolAnswer? answer), Is.True);
        Assert.That(answer!.Refusal, Does.Contain("station 1 restarted"));
        feed.Commands.Clear();
        feed.AnswerCommands();
        Assert.That(feed.Commands.Count(command => command == ProtocolCommand.Start(LoopKind.Purification)), Is.EqualTo(2));
    }

    [Test]
    public void Run_EndsWhenEveryRecordIsThere()
    {
        var feed = new PurificationFeed(Short with { Pairs = 100 });
        PairRecord[] all = [.. Enumerable.Range(0, 99).Select(pair => PairRecord.Sample(0, pair, (MeasuredBasis)(1 + (pair % 3)), true))];
        for (int part = 0; part < 2; part++)
        {
            for (int station = 0; station < 2; station++) feed.Send(station, all[..(50 - part)], 0, 1000);
            all = [.. all.Select(record => record with { Source = record.Source + 100, Target = record.Target + 100 })];
        }

        feed.Send(0, all[..1], 0, 1000);
        feed.Send(1, all[..1], 0, 1000);
        feed.Commands.Clear();
        feed.AnswerCommands(value: 102);
        Assert.That(feed.Commands.Count(command => command.Verb == CommandVerb.Stop), Is.EqualTo(2));
        Assert.That(feed.Session.State, Is.EqualTo("purifying with bbpssw"), "two records of each are missing");
        feed.Send(0, all[1..2], 1, 1000);
        Assert.That(feed.Session.State, Is.EqualTo("purifying with bbpssw"));
        feed.Send(1, all[1..2], 1, 1000);
        Assert.That(feed.Session.State, Is.EqualTo("purifying with dejmps"));
    }

    [Test]
    public void RefusedCommand_IsNamed()
    {
        var session = new PurificationSession(Short);
        session.HandleBoot(0, new DeviceIdentity());
        session.HandleBoot(1, new DeviceIdentity());
        Assert.That(session.TryTakeCommand(0, out ProtocolCommand stop), Is.True);
        session.HandleReply(0, stop, CommandStatus.NotFitted, 0);
        Assert.That(session.TryTakeAnswer(out ProtocolAnswer? answer), Is.True);
        Assert.That(answer!.Refusal, Does.Contain("the board lacks the part"));
    }

    [Test]
    public void ScenarioFile_WithABadField_IsRefusedByName()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, """{ "fidelity": 2 }""");
        Assert.That(() => new PurificationScenario().Create(1, file),
            Throws.TypeOf<BadInputException>().With.Message.Contains("purification.fidelity"));
        File.Delete(file);
        Assert.That(() => new PurificationMeasurement { Rounds = 0 }.Check("p"),
            Throws.TypeOf<BadInputException>().With.Message.Contains("p.rounds"));
    }
}
