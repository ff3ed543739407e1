using Qit.Agent.Protocols;
using Qit.Agent.Protocols.Purification;
using Qit.Agent.Protocols.Simulation;
using Qit.Firmware;
using Qit.Firmware.Host;
using Qit.Hal.Buses;
using Qit.Hal.MonotonicClock;
using Qit.Hal.Simulation;

namespace Qit.Agent.Tests.Protocols;

/// <summary>Purification over a line that does to frames whatever a line can do, in both directions.</summary>
internal sealed class BadLinkBench(PurificationBench inner) : ProtocolBench
{
    private readonly BadLines lines = new(inner.Devices);

    public override SimulatedDevices Devices => lines;

    public override IProtocolSession Session => inner.Session;

    public long FaultCount => lines.FaultCount;

    public override double TruthPicoseconds(ProtocolAnswer answer) => inner.TruthPicoseconds(answer);

    private sealed class BadLines(SimulatedDevices inner) : SimulatedDevices
    {
        private readonly List<FaultyByteStream> lines = [];

        public override int Stations => inner.Stations;

        public override long StepMicroseconds => inner.StepMicroseconds;

        public long FaultCount => lines.Sum(line => Count(line.WriteCounts) + Count(line.ReadCounts));

        public override Board CreateBoard(int station, uint bootId, IMonotonicClock clock, IByteStream link)
        {
            var faults = new LinkFaultOptions
            {
                Seed = (ulong)station + 1, DropOneIn = 12, CutOneIn = 25, CorruptOneIn = 25, DoubleOneIn = 12, ReorderOneIn = 12,
            };
            var line = new FaultyByteStream(link, faults, faults with { Seed = faults.Seed + 10 });
            lines.Add(line);
            return inner.CreateBoard(station, bootId, clock, line);
        }

        public override void AdvanceTo(long nowMicroseconds) => inner.AdvanceTo(nowMicroseconds);

        private static long Count(LinkFaultCounts counts) =>
            counts.Dropped + counts.Cut + counts.Corrupted + counts.Doubled + counts.Reordered;
    }
}
