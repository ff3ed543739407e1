using System.Globalization;
using Qit.Timing.Stability;

namespace Qit.Timing.Tests.Stability;

/// <summary>The two NBS14 data sets and their deviations as printed in Riley, NIST SP 1065 (2008), section 12.4: all
/// seven digits.</summary>
public class Nbs14Tests
{
    [TestCase(StabilityMeasure.Allan, "9.122945e+01", "1.158082e+02")]
    [TestCase(StabilityMeasure.OverlappingAllan, "9.122945e+01", "8.595287e+01")]
    [TestCase(StabilityMeasure.ModifiedAllan, "9.122945e+01", "7.478849e+01")]
    [TestCase(StabilityMeasure.Time, "5.267135e+01", "8.635831e+01")]
    [TestCase(StabilityMeasure.Hadamard, "7.080607e+01", "1.167980e+02")]
    [TestCase(StabilityMeasure.OverlappingHadamard, "7.080607e+01", "8.561487e+01")]
    [TestCase(StabilityMeasure.Total, "9.122945e+01", "9.390379e+01")]
    public void NineFrequencies_GiveThePrintedValues(StabilityMeasure measure, params string[] expected)
    {
        double[] frequencies = [892, 809, 823, 798, 671, 644, 883, 903, 677];
        Check(frequencies, measure, [1, 2], expected);
    }

    [TestCase(StabilityMeasure.Allan, "2.922319e-01", "9.965736e-02", "3.897804e-02")]
    [TestCase(StabilityMeasure.OverlappingAllan, "2.922319e-01", "9.159953e-02", "3.241343e-02")]
    [TestCase(StabilityMeasure.ModifiedAllan, "2.922319e-01", "6.172376e-02", "2.170921e-02")]
    [TestCase(StabilityMeasure.Time, "1.687202e-01", "3.563623e-01", "1.253382e+00")]
    [TestCase(StabilityMeasure.Hadamard, "2.943883e-01", "1.052754e-01", "3.910861e-02")]
    [TestCase(StabilityMeasure.OverlappingHadamard, "2.943883e-01", "9.581083e-02", "3.237638e-02")]
    [TestCase(StabilityMeasure.Total, "2.922319e-01", "9.134743e-02", "3.406530e-02")]
    public void ThousandFrequencies_GiveThePrintedValues(StabilityMeasure measure, params string[] expected)
    {
        const long Modulus = 2147483647;
        var frequencies = new double[1000];
        long state = 1234567890;
        for (int index = 0; index < frequencies.Length; index++)
        {
            frequencies[index] = state / (double)Modulus;
            state = 16807 * state % Modulus;
        }

        Check(frequencies, measure, [1, 10, 100], expected);
    }

    private static void Check(double[] frequencies, StabilityMeasure measure, int[] multiples, string[] expected)
    {
        ClockData data = ClockData.OfFrequency(frequencies, 1);
        IEnumerable<string> printed = StabilityAnalysis.Compute(data, measure, multiples)
            .Select(point => point.Value.ToString("0.000000e+00", CultureInfo.InvariantCulture));
        Assert.That(printed, Is.EqualTo(expected));
    }
}
