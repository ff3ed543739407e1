using Qit.Protocols.Purification;

namespace Qit.Protocols.Tests.Purification;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class PurificationMachineTests
{
    private readonly PairBlock block = new();
    private readonly PurificationMachine machine = new(200_000);

    [Test]
    public void Block_IsReady_WhenFull_OldOrTheRunHasEnded()
    {
        machine.Start();
        Assert.That(IsReady(0), Is.False);
        Add(1, 1000);
        Assert.That((IsReady(200_999), IsReady(201_000)), Is.EqualTo((false, true)));
        machine.ClearBlock();
        Assert.That(machine.Room, Is.EqualTo(PairBlock.MaxRecords));
        for (int i = 0; i < PairBlock.MaxRecords; i++) Add(i, 0);
        Assert.That((machine.Room, IsReady(0), block.Count), Is.EqualTo((0, true, PairBlock.MaxRecords)));
        Add(5, 0);
        Assert.That((machine.LostCount, machine.RecordCount), Is.EqualTo((1L, PairBlock.MaxRecords + 2L)), "no room: counted");
        machine.ClearBlock();
        Assert.That(IsReady(0), Is.False);
        machine.Stop();
        Add(6, 0);
        Assert.That(IsReady(0), Is.True);
    }

    [Test]
    public void LostRecords_AreTold_EvenAlone()
    {
        machine.Start();
        machine.HandleRecords([], [], [], [], 0, 5, 0);
        Assert.That(IsReady(200_000), Is.True);
        Assert.That((block.Count, block.LostBefore, block.FirstRecord), Is.EqualTo((0, 5L, 5L)));
        machine.ClearBlock();
        Assert.That((IsReady(1_000_000), machine.RecordCount), Is.EqualTo((false, 5L)));
    }

    [Test]
    public void Start_BeginsANewRun_AndDropsWhatWasNotTaken()
    {
        machine.Start();
        Add(1, 0);
        machine.HandleRecords([], [], [], [], 0, 5, 0);
        machine.Start();
        Assert.That((machine.Run, machine.RecordCount, machine.LostCount, IsReady(1_000_000)), Is.EqualTo((2u, 0L, 0L, false)));
        Add(9, 0);
        Assert.That(IsReady(200_000), Is.True);
        Assert.That((block.Run, block.FirstRecord, block.Sources[0]), Is.EqualTo((2L, 0L, 9L)));
    }

    [Test]
    public void PairTooFarFromItsNeighbours_IsCountedAsLost()
    {
        machine.Start();
        Add(1L << 40, 0);
        Add(5, 0);
        Assert.That((machine.RecordCount, machine.LostCount), Is.EqualTo((2L, 1L)));
    }

    private void Add(long source, long now) =>
        machine.HandleRecords([source], [source + 1], [1], [0], 1, 0, now);

    private bool IsReady(long now) =>
        machine.TryPeekBlock(out byte[] payload, out int length, now) && block.TryRead(payload, length);
}
