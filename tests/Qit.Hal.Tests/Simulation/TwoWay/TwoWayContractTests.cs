using Qit.Hal.CoincidenceCounter;
using Qit.Hal.DelayLine;
using Qit.Hal.Simulation;
using Qit.Hal.Tests.Contracts;

namespace Qit.Hal.Tests.Simulation.TwoWay;

public class SimulatedPhaseShifterContractTests : DelayLineContract
{
    private readonly SimulatedMonotonicClock clock = new();

    protected override void Wait() => clock.Advance(1000);

    protected override IDelayLine Create() => new TwoWayExperiment(
        new TwoWayOptions { ShifterA = new DelayLineOptions { StepsPerSecond = 20_000 } }, clock).A.Shifter;
}

public class SimulatedPhaseRampContractTests : DelayRampContract
{
    private readonly SimulatedMonotonicClock clock = new();

    protected override void Wait() => clock.Advance(1000);

    protected override IDelayRamp Create() => new TwoWayExperiment(new TwoWayOptions(), clock).B.Ramp;
}

public class SimulatedPortCounterContractTests : CoincidenceCounterContract
{
    private readonly SimulatedMonotonicClock clock = new();

    protected override void Wait() => clock.Advance(1000);

    protected override ICoincidenceCounter Create() => new TwoWayExperiment(new TwoWayOptions(), clock).A.Ports;
}
