using Qit.Agent.Plots;
using Qit.Timing.Acquisition;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>What `qit offset` was asked about tag files.</summary>
internal sealed record OffsetRequest(
    TagPairFiles Files, TagReadOptions Reading, AcquisitionOptions Search, double? WindowPicoseconds,
    PictureFile? Picture);
