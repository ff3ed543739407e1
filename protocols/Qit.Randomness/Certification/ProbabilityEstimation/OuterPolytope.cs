namespace Qit.Randomness.Certification.ProbabilityEstimation;

/// <summary>
/// A polytope of behaviours that contains every quantum one: the no-signalling polytope cut at one CHSH facet by
/// Tsirelson's bound 2 sqrt 2. Its 31 extreme points: 16 local ones; where the cut meets the edges from the facet's box to
/// its 8 local neighbours, (1 - V) local + V box with V = sqrt 2 - 1; and the 7 other boxes, left in because cutting there
/// gains nothing.
/// </summary>
public static class OuterPolytope
{
    /// <summary>The extreme points for a facet.</summary>
    /// <param name="facet">0 to 7: the CHSH value that the devices violate, see <see cref="NoSignallingPolytope.Chsh"/>.</param>
    public static double[][] Vertices(int facet)
    {
        double v = Math.Sqrt(2) - 1;
        double[] box = NoSignallingPolytope.PopescuRohrlichBox(facet);
        var vertices = new List<double[]>();
        for (int strategy = 0; strategy < 16; strategy++)
        {
            double[] local = NoSignallingPolytope.LocalPoint(strategy);
            vertices.Add(local);
            if (NoSignallingPolytope.Chsh(local, facet) > 0)
                vertices.Add([.. local.Zip(box, (l, b) => ((1 - v) * l) + (v * b))]);
        }
        for (int other = 0; other < NoSignallingPolytope.FacetCount; other++)
            if (other != facet) vertices.Add(NoSignallingPolytope.PopescuRohrlichBox(other));
        return [.. vertices];
    }
}
