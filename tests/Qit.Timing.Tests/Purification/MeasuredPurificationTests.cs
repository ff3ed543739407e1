using Qit.Timing.Purification;

namespace Qit.Timing.Tests.Purification;

/// <summary>Rows and verdicts from books that were filled with known numbers.</summary>
public class MeasuredPurificationTests
{
    private const double Hertz = 9_192_631_770;

    private long nextPair;

    [Test]
    public void Rows_AreEquation1_WithTheMeasuredNumbers()
    {
        var book = new PairBook(new PairBookOptions());
        Sample(book, 0, 300, 20);
        Compare(book, 800, 100);
        Sample(book, 1, 300, 10);
        MeasuredPurification found = MeasuredPurification.Of(
            book, PurificationProtocol.Bbpssw, 1, Hertz, default, 0.9)!;
        Assert.That(found.Pairs, Is.EqualTo((2 * 1830) + 960), "930 more came through the round to be sampled");
        MeasuredRow none = found.Rows[0], one = found.Rows[1];
        double q0 = 900 / 960.0, q1 = 900 / 930.0, p = 1730 / 1830.0;
        Assert.That(none.Fidelity.Value, Is.EqualTo(((3 * q0) - 1) / 2).Within(1e-12));
        Assert.That(one.Fidelity.Value, Is.EqualTo(((3 * q1) - 1) / 2).Within(1e-12));
        Assert.That(one.Success.Value, Is.EqualTo(p).Within(1e-12));
        Assert.That(one.PairsLeft, Is.EqualTo(found.Pairs * p / 2).Within(1e-9));
        double error = Math.Sqrt((1 / one.PairsLeft) + 1 - one.Fidelity.Value) / (2 * Math.PI * Hertz);
        Assert.That(one.ErrorSeconds.Value, Is.EqualTo(error).Within(1e-12).Percent);
        Assert.That(one.ErrorSeconds.Low, Is.LessThan(error));
        Assert.That(one.ErrorSeconds.High, Is.GreaterThan(error));
        double expected = (((8 * none.Fidelity.Value) - 4) * none.Fidelity.Value / 9) + (5 / 9.0);
        Assert.That(one.ExpectedSuccess, Is.EqualTo(expected).Within(2e-4), "less the bias of a square");
        Assert.That(found.Best, Is.SameAs(one));
    }

    [Test]
    public void Verdict_NeedsIntervalsThatDoNotOverlap()
    {
        Assert.That(Judge(0.10, 0.02, 2000), Is.EqualTo(PurificationVerdict.Better));
        Assert.That(Judge(0.02, 0.10, 2000), Is.EqualTo(PurificationVerdict.Worse));
        Assert.That(Judge(0.10, 0.09, 2000), Is.EqualTo(PurificationVerdict.Undecided));
        Assert.That(Judge(0.10, 0.02, 30), Is.EqualTo(PurificationVerdict.Undecided));
    }

    [Test]
    public void Books_WithoutSamples_GiveNothing_AndRowsEndWithThem()
    {
        var book = new PairBook(new PairBookOptions());
        Compare(book, 100, 10);
        Assert.That(MeasuredPurification.Of(book, PurificationProtocol.Dejmps, 2, Hertz, default, 0.9), Is.Null);
        Sample(book, 0, 100, 5);
        MeasuredPurification found = MeasuredPurification.Of(book, PurificationProtocol.Dejmps, 2, Hertz, default, 0.9)!;
        Assert.That(found.Rows, Has.Count.EqualTo(1));
        Assert.That(PurificationJudge.AgainstNone(found, out MeasuredRow judged), Is.EqualTo(PurificationVerdict.Undecided));
        Assert.That(judged.Rounds, Is.Zero);
    }

    private PurificationVerdict Judge(double wrongBefore, double wrongAfter, int eachBasis)
    {
        var book = new PairBook(new PairBookOptions());
        Sample(book, 0, eachBasis, (int)(wrongBefore * eachBasis));
        Compare(book, 20_000, 1000);
        Sample(book, 1, eachBasis, (int)(wrongAfter * eachBasis));
        return PurificationJudge.AgainstNone(
            MeasuredPurification.Of(book, PurificationProtocol.Bbpssw, 1, Hertz, default, 0.95)!, out _);
    }

    private void Sample(PairBook book, int rounds, int good, int bad)
    {
        foreach (MeasuredBasis basis in new[] { MeasuredBasis.X, MeasuredBasis.Y, MeasuredBasis.Z })
        {
            for (int i = 0; i < good + bad; i++)
            {
                long pair = nextPair++;
                if (rounds > 0) Both(book, new PairRecord(1, pair, nextPair++, true), isEqual: true);
                Both(book, PairRecord.Sample(rounds, pair, basis, true), i < good == (basis != MeasuredBasis.Y));
            }
        }
    }

    private void Compare(PairBook book, int kept, int dropped)
    {
        for (int i = 0; i < kept + dropped; i++, nextPair += 2)
            Both(book, new PairRecord(1, nextPair, nextPair + 1, true), i < kept);
    }

    private static void Both(PairBook book, PairRecord record, bool isEqual)
    {
        book.HandleRecord(PairStation.Alice, record, 0);
        book.HandleRecord(PairStation.Bob, record with { Bit = record.Bit == isEqual }, 0);
    }
}
