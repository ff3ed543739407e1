using Qit.Hal;
using Qit.Hal.BasisSelector;
using Qit.Hal.EntropySource;
using Qit.Hal.TrialRecorder;
using Qit.Protocols.BellTrials;
using Qit.Protocols.DeviceLink;

namespace Qit.Firmware;

/// <summary>Feeds settings to the basis selector and finished trials to the link.</summary>
internal sealed class BellTrialsLoop : IMeasurementLoop
{
    /// <summary>Bytes moved at once: 1024 trials.</summary>
    private const int Batch = 128;

    private const long FlushAfterMicroseconds = 200_000;

    private readonly IEntropySource entropy;
    private readonly IBasisSelector selector;
    private readonly ITrialRecorder recorder;
    private readonly byte[] noise = new byte[Batch];
    private readonly byte[] settings = new byte[Batch];
    private readonly byte[] outcomes = new byte[Batch];
    private BellTrialsMachine machine;
    private int noiseOffset;
    private int noiseEnd;
    private int trialBytes;
    private long firstTrial;

    public BellTrialsLoop(IEntropySource entropy, IBasisSelector selector, ITrialRecorder recorder)
    {
        this.entropy = entropy;
        this.selector = selector;
        this.recorder = recorder;
        machine = CreateMachine();
    }

    public byte Kind => LoopKind.BellTrials;

    public bool IsRunning { get; private set; }

    public BellTrialsMachine Machine => machine;

    public HalStatus Status { get; private set; }

    /// <summary>Begins with new start-up tests of the entropy source; trials before it are not counted as lost.</summary>
    public byte Start(long nowMicroseconds)
    {
        if (IsRunning && !machine.HasEntropyFailed)
            return CommandStatus.Ok;
        machine = CreateMachine();
        noiseOffset = 0;
        noiseEnd = 0;
        IsRunning = true;
        return CommandStatus.Ok;
    }

    /// <summary>Stops choosing settings, which stops the trial clock; finished trials still go out.</summary>
    public void Stop() => IsRunning = false;

    /// <summary>There is nothing to set or to read.</summary>
    public bool HasKey(byte key) => false;

    public byte Configure(byte key, long value, long nowMicroseconds, out long answer) => Query(key, out answer);

    public byte Query(byte key, out long answer)
    {
        answer = 0;
        return CommandStatus.UnknownKey;
    }

    public bool Step(DeviceEndpoint endpoint, long nowMicroseconds)
    {
        bool didWork = IsRunning && !machine.HasEntropyFailed && PlaySettings();
        didWork |= CollectTrials(nowMicroseconds);
        byte[] block;
        int length;
        bool mustEnd = trialBytes > 0;
        if (!machine.TryPeekBlock(out block, out length, mustEnd, nowMicroseconds))
            return didWork;
        if (!endpoint.TryAddResult(FrameType.TrialBlock, block, length, nowMicroseconds))
            return didWork;
        machine.ClearBlock();
        return true;
    }

    private bool PlaySettings()
    {
        if (noiseOffset == noiseEnd)
        {
            int read;
            Status = entropy.Read(noise, 0, Batch, out read);
            noiseOffset = 0;
            noiseEnd = machine.AdmitSettings(noise, read);
            if (noiseEnd == 0)
                return read > 0;
        }
        int accepted;
        Status = selector.Queue(noise, noiseOffset, noiseEnd - noiseOffset, out accepted);
        noiseOffset += accepted;
        return accepted > 0;
    }

    private bool CollectTrials(long nowMicroseconds)
    {
        if (trialBytes == 0)
        {
            int read;
            HalStatus status = recorder.Read(settings, outcomes, 0, Batch, out read, out firstTrial);
            if (status != HalStatus.Ok)
                Status = status;
            trialBytes = read;
        }
        if (trialBytes == 0 || !machine.TryAddTrials(settings, outcomes, trialBytes, firstTrial, nowMicroseconds))
            return false;
        trialBytes = 0;
        return true;
    }

    private BellTrialsMachine CreateMachine() => new BellTrialsMachine(
        HealthCutoffs.RepetitionCount(entropy.ClaimedMillibitsPerByte),
        HealthCutoffs.AdaptiveProportion(entropy.ClaimedMillibitsPerByte),
        FlushAfterMicroseconds);
}
