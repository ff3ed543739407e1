using Qit.Agent.Configuration;
using Qit.Agent.Results;
using Qit.Agent.Tests.Support;
using Qit.Agent.TimeService;
using Qit.Agent.TimeService.ChronyRefclock;

namespace Qit.Agent.Tests.TimeService;

/// <summary>Against the chronyd that a host runs, which says by itself what it makes of our samples. It runs with -x: no clock
/// is touched, and the offset it sees stays what was fed.</summary>
[Category("RealComponents")]
public sealed class ChronydTests
{
    private const double Microsecond = 1e-6;

    // 50 ns of noise on the samples, averaged by chronyd; its clock reading jitters by its own few tens of nanoseconds.
    private const double Tolerance = 0.2 * Microsecond;

    /// <summary>F18: samples go bad, chronyd ends and comes back, the socket is missing meanwhile. The host runs by alice's clock,
    /// which is behind bob's: its system is slow. (The other sign is in the test of the whole way, and without chronyd.)</summary>
    [Test]
    public async Task Chronyd_SeesTheOffset_AcrossItsRestart_AndNoBadSample()
    {
        using var chronyd = new RealChronyd();
        using var stream = new Stream(chronyd.Socket, "alice");
        await stream.UntilAsync(() => chronyd.IsSelected, "chronyd selects the source");
        Assert.That(chronyd.SystemIsSlowBySeconds, Is.EqualTo(123.456 * Microsecond).Within(Tolerance));
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, 1e300, 1e9, -1e9 })
        {
            long before = stream.Feed.Status.SentCount;
            stream.Send(stream.Offset + bad);
            Assert.That(stream.Feed.Status.SentCount, Is.EqualTo(before), $"{bad} ps is not sent");
            stream.Send(stream.Offset);
            Assert.That(stream.Feed.Status.SentCount, Is.EqualTo(before + 1), "control: good again");
        }

        long sent = stream.Feed.Status.SentCount;
        stream.Send(stream.Offset, isSimulated: true);
        Assert.That(stream.Feed.Status.Code, Is.EqualTo(ChronyGate.Simulated));
        Assert.That(stream.Feed.Status.SentCount, Is.EqualTo(sent));

        chronyd.Stop();
        await stream.UntilAsync(() => stream.Feed.Status.State == "unreachable", "the end of chronyd is noticed");
        File.Delete(chronyd.Socket);
        await stream.UntilAsync(() => stream.Feed.Status.Reason?.Contains("there is no socket") == true, "the missing socket is named");
        chronyd.Start();
        await stream.UntilAsync(() => chronyd.IsSelected, "chronyd selects the source again");
        Assert.That(stream.Feed.Status.State, Is.EqualTo("feeding"));
        Assert.That(chronyd.SystemIsSlowBySeconds, Is.EqualTo(123.456 * Microsecond).Within(Tolerance));
    }

    /// <summary>Offsets eight times a second through the source and the feed, by the real clock.</summary>
    private sealed class Stream : IDisposable
    {
        private const double Interval = 0.125;
        private const double NoisePicoseconds = 50_000;

        private readonly Random random = new(7);
        private readonly TimeCorrectionSource source;
        private long interval;

        public Stream(string socket, string station)
        {
            source = new TimeCorrectionSource(
                new TimingConfiguration { IntervalSeconds = Interval, Clock = "cesium" }, new TimeServiceConfiguration(), 1,
                TimeProvider.System);
            Feed = new ChronyFeed(
                source,
                new ChronyConfiguration { Socket = socket, Station = station },
                ["alice", "bob"], 1, TimeProvider.System);
        }

        public ChronyFeed Feed { get; }

        /// <summary>B - A = +123.456 us and noise.</summary>
        public double Offset => 123_456_000 + (NoisePicoseconds * (random.NextDouble() - 0.5) * Math.Sqrt(12));

        public async Task UntilAsync(Func<bool> condition, string what)
        {
            DateTime end = DateTime.UtcNow + Eventually.Deadline;
            while (!condition())
            {
                if (DateTime.UtcNow > end)
                    Assert.Fail($"Not within {Eventually.Deadline.TotalSeconds} s: {what}; {Feed.Status}");
                Send(Offset);
                await Task.Delay(TimeSpan.FromSeconds(Interval));
            }
        }

        public void Send(double offset, bool isSimulated = false)
        {
            long middle = (interval++ * 125_000_000_000) + 62_500_000_000;
            var result = new OffsetResult(0, isSimulated)
            {
                StationA = "alice",
                StationB = "bob",
                StationTimePicoseconds = middle,
                OffsetPicoseconds = offset,
                StandardErrorPicoseconds = NoisePicoseconds,
                PathUncertaintyPicoseconds = 50,
                FrequencyOffset = 0,
                FrequencyOffsetStandardError = 1e-12,
                Coincidences = 1000,
                Accidentals = 1,
                PeakWidthPicosecondsRms = 200,
                FilteredStationTimePicoseconds = middle,
                FilteredOffsetPicoseconds = offset,
                FilteredStandardErrorPicoseconds = NoisePicoseconds,
                FrequencyDrift = 0,
                FrequencyDriftStandardError = 0,
            };
            source.Handle(result);
            Feed.Handle(result);
        }

        public void Dispose() => Feed.Dispose();
    }
}
