using System.Globalization;
using System.Text.Json;
using Qit.Randomness.Certification;
using Qit.Randomness.Extraction;

namespace Qit.Agent.Commands;

/// <summary>The verdict of `qit certify`, for people and for programs.</summary>
internal static class CertifyReport
{
    private const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions Options =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static void WriteText(CountedTrials trials, Certificate certificate, TextWriter output)
    {
        CertificationParameters parameters = certificate.Parameters;
        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        SimulatedMark.Write(trials.IsSimulated, "the trials are", output);
        TrialsInfo.WriteHeader(trials.File!, output);
        BellReport.Write(certificate.TestCounts, output);
        Line($"method          {parameters.Method} ({parameters.Reference})");
        Line($"adversary       {Name(parameters.SideInformation)} side information; locality: {Name(certificate.Locality)}");
        Line($"errors          smoothing {parameters.SmoothingError:G4}, event {parameters.EventError:G4}, for each attempt");
        if (!certificate.IsAccepted)
        {
            Line($"not certified: 0 bits");
            foreach (string reason in certificate.Reasons) Line($"  {reason}");
            return;
        }
        ExpansionAccount account = Account(certificate);
        double perTrial = certificate.CertifiedBits / (double)parameters.Trials;
        Line($"certified       {certificate.CertifiedBits} bits of min-entropy, {perTrial:G6} a trial");
        Line($"put in          {account.SettingsBits:0} bits for settings; net {account.NetBits:0}, less the extractor's seed");
        if (trials.IsSimulated == true) Line($"[simulated] the devices were simulated: this is a rehearsal, not randomness");
    }

    public static void WriteJson(CountedTrials trials, Certificate certificate, TextWriter output)
    {
        CertificationParameters parameters = certificate.Parameters;
        ExpansionAccount account = Account(certificate);
        output.WriteLine(JsonSerializer.Serialize(
            new
            {
                SchemaVersion,
                Simulated = trials.IsSimulated,
                File = trials.Path,
                Certified = certificate.IsAccepted,
                certificate.CertifiedBits,
                Refusals = certificate.Refusals.Select(refusal => JsonNamingPolicy.CamelCase.ConvertName(refusal.ToString())),
                certificate.Reasons,
                parameters.Method,
                parameters.Reference,
                SideInformation = Name(parameters.SideInformation),
                Locality = Name(certificate.Locality),
                parameters.SmoothingError,
                parameters.EventError,
                parameters.SettingsBias,
                parameters.TestProbability,
                ParameterHash = parameters.Hash,
                account.SettingsBits,
                NetBitsBeforeSeed = account.NetBits,
                Run = TrialsInfo.Describe(trials.File),
                Counts = BellReport.Rows(certificate.TestCounts),
                Bell = BellReport.Describe(certificate.TestCounts),
            }, Options));
    }

    // Extraction comes later and takes a seed of its own; here the balance is that of the min-entropy alone.
    private static ExpansionAccount Account(Certificate certificate) => new(
        certificate.CertifiedBits, certificate.Parameters.Trials, certificate.Parameters.TestProbability, seedBits: 0);

    private static string Name(SideInformation sideInformation) =>
        sideInformation == SideInformation.Quantum ? "quantum" : "classical";

    private static string Name(LocalityAssumption locality) => locality switch
    {
        LocalityAssumption.SpaceLikeSeparation => "space-like separation",
        LocalityAssumption.Shielded => "shielding assumed",
        _ => "none",
    };
}
