using System.Security.Cryptography;
using Qit.Agent.Configuration;
using Qit.Agent.Results;
using Qit.Randomness.Blocks;
using Qit.Randomness.Certification;
using Qit.Randomness.Extraction;
using Qit.Randomness.Trials;

namespace Qit.Agent.Pipelines;

/// <summary>
/// From two stations' trials to published bits: joins them into blocks, certifies each block by parameters fixed before the
/// first trial, extracts with a fresh seed from the system's generator, reports every verdict. A refused block yields no bit.
/// </summary>
internal sealed class RandomnessPipeline : IDisposable
{
    private const int QueueBlocks = 1024;
    private const int BitsPerByte = 8;

    private readonly EntropyAccumulationParameters parameters;
    private readonly RandomnessConfiguration configuration;
    private readonly TimeProvider time;
    private readonly Action<AgentResult> report;
    private readonly PipelineWorker<TrialChunk> worker;
    private readonly long progressStep;
    private RandomnessBlockBuilder builder;
    private long progressReported;
    private long discardedBefore;
    private int blockCount;
    private bool isSimulated;

    public RandomnessPipeline(
        RandomnessConfiguration configuration, EntropyAccumulationParameters parameters, bool isSimulated, TimeProvider time,
        Action<AgentResult> report)
    {
        this.configuration = configuration;
        this.parameters = parameters;
        this.isSimulated = isSimulated;
        this.time = time;
        this.report = report;
        builder = new RandomnessBlockBuilder(parameters);
        progressStep = Math.Max(1, configuration.TrialsPerBlock / 50);
        // Before the first trial, so that the parameters' hash is out before there is anything to fit them to.
        ReportProgress();
        worker = new PipelineWorker<TrialChunk>("randomness", QueueBlocks, Handle);
    }

    /// <summary>A run of one station's trials, or (without bytes) the news that the station booted.</summary>
    private sealed record TrialChunk(int Station, bool IsSimulated, long FirstTrial, byte[] Settings, byte[] Outcomes);

    /// <summary>Ends with the pipeline; faulted by a bug.</summary>
    public Task Ended => worker.Ended;

    /// <summary>The station's trial numbers start anew: what is under way cannot be continued.</summary>
    public void PostBoot(int station) => worker.Post(new TrialChunk(station, false, 0, [], []));

    /// <summary>Queues trials; waits while the queue is full.</summary>
    public void Post(int station, bool isSimulatedDevice, long firstTrial, byte[] settings, byte[] outcomes) =>
        worker.Post(new TrialChunk(station, isSimulatedDevice, firstTrial, settings, outcomes));

    public void Dispose() => worker.Dispose();

    private void Handle(TrialChunk chunk)
    {
        if (chunk.Settings.Length == 0)
        {
            Restart();
            return;
        }
        // One simulated trial makes everything after it simulated: a mixed block is no randomness either.
        isSimulated |= chunk.IsSimulated;
        int trials = chunk.Settings.Length * BitsPerByte;
        if (chunk.Station == 0)
            builder.AddStationA(chunk.FirstTrial, trials, chunk.Settings, chunk.Outcomes);
        else
            builder.AddStationB(chunk.FirstTrial, trials, chunk.Settings, chunk.Outcomes);
        while (builder.TryTakeBlock(out TrialBlock? block))
            Judge(block);
        ReportProgressWhenDue();
    }

    private void Restart()
    {
        discardedBefore = Discarded() + builder.FilledTrials;
        builder = new RandomnessBlockBuilder(parameters);
        progressReported = 0;
    }

    private void Judge(TrialBlock block)
    {
        Certificate certificate = parameters.Certify(block);
        byte[] output = [];
        int outputBits = 0;
        long seedBits = 0;
        string? refusal = certificate.IsAccepted ? null : string.Join("; ", certificate.Reasons);
        if (certificate.IsAccepted)
        {
            BitString raw = block.RawString();
            ToeplitzExtractor extractor = new ToeplitzExtractorConfiguration
            {
                InputBits = raw.Length,
                MinEntropyBits = certificate.CertifiedBits,
                ExtractionError = configuration.ExtractorError,
            }.Build();
            seedBits = extractor.SeedBits;
            outputBits = extractor.OutputBits;
            output = extractor.Extract(raw, DrawSeed(extractor.SeedBits)).ToBytes(BitOrder.MostSignificantFirst);
        }
        blockCount++;
        progressReported = 0;
        report(new RandomnessResult(time.UnixNanoseconds(), isSimulated)
        {
            Block = blockCount,
            FirstTrial = block.FirstTrial,
            Trials = block.Trials.Length,
            WinningProbability = certificate.Chsh.WinningProbability,
            ThresholdWinningProbability = parameters.Configuration.ThresholdWinningProbability,
            ChshS = certificate.Chsh.S,
            ChshSStandardError = certificate.Chsh.SStandardError,
            Log10PValue = certificate.Log10PValueLocalRealism,
            IsCertified = certificate.IsAccepted,
            Refusal = refusal,
            MinEntropyBits = certificate.CertifiedBits,
            SoundnessError = new SecurityBudget(
                configuration.SmoothingError, configuration.AccumulationError, configuration.ExtractorError).TotalError,
            ParametersSha256 = parameters.Hash,
            Isolation = parameters.IsSpaceLike
                ? "space-like separation, checked from the configured geometry"
                : "shielded stations, assumed and not checked",
            OutputBits = outputBits,
            Output = output,
            SettingsBits = 2.0 * block.Trials.Length,
            SeedBits = seedBits,
        });
    }

    private static BitString DrawSeed(int bits)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes((bits + BitsPerByte - 1) / BitsPerByte);
        int padding = bytes.Length * BitsPerByte - bits;
        bytes[^1] &= (byte)(0xFF << padding);
        return BitString.FromBytes(bytes, bits, BitOrder.MostSignificantFirst);
    }

    private long Discarded()
    {
        BlockLosses losses = builder.Losses;
        return discardedBefore + losses.DiscardedTrials + losses.MissingTrials + losses.OverlappingTrials + losses.OverflowTrials;
    }

    private void ReportProgressWhenDue()
    {
        if (builder.FilledTrials - progressReported < progressStep)
            return;
        progressReported = builder.FilledTrials;
        ReportProgress();
    }

    private void ReportProgress()
    {
        report(new TrialProgressResult(
            time.UnixNanoseconds(), isSimulated, blockCount + 1, builder.FilledTrials, configuration.TrialsPerBlock,
            Discarded(), parameters.Hash));
    }
}
