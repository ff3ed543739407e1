namespace Qit.Randomness.Tests.Certification;

/// <summary>
/// Proves affine lower bounds on the two-party entropy H(AB|X=0,Y=0,E) of CHSH devices by branch and bound.
/// </summary>
/// <remarks>
/// <para>
/// By Jordan's lemma a device is a mixture, known to E, of qubit pairs measured in a plane, with projectors of rank 1 (a block of
/// one dimension is a qubit whose state uses half of it). A public coin that flips both outcomes (the unitary Y Y) and one
/// that conjugates (planar measurements are real) change neither S nor the entropy, and whoever holds the purification of the
/// mixture knows the coins; local rotations in the plane then make the state, real and block-diagonal by now, diagonal in the
/// Bell basis (the reduction of Pironio et al. 2009, New J. Phys. 11, 045021, for one party).
/// For projective measurements of both halves E's state is pure given (a, b), so H(AB|00E) = H(AB) - H(lambda), with
/// H(AB) = 1 + phi(E00), phi(t) = h((1 + t)/2). At given correlations tx, tz along the two axes the Bell weights have entropy
/// phi(tx) + phi(tz) at most. Hence for every mu the bound H >= c + mu S holds with
/// </para>
/// <code>
/// c = min over tx, tz in [0, 1], angles a0, b0, b1 of 1 + phi(E00) - phi(tx) - phi(tz) - mu S
/// E00 = a0.T b0,  S = E00 + a0.T b1 + |T (b0 - b1)|,  T = diag(tx, tz)
/// </code>
/// <para>
/// (the best a1 taken). An affine bound passes to mixtures of devices, so nothing is lost by E knowing the block.
/// </para>
/// <para>
/// Lower bound in a box: -phi(t) is convex, so a tangent lies below it; with it the rest is concave in (tx, tz) at fixed
/// angles (phi of a linear function, minus linear functions and a norm), so the least value is at a corner. There
/// phi(E) - mu E is concave in E and lies above its chord over the range of E; what remains are products of unit vectors, bounded
/// by their Taylor expansion to second order, the norm |w| by (|w|^2 / r + r) / 2.
/// </para>
/// </remarks>
internal static class TwoPartyChshProof
{
    private const double Rounding = 1e-10; // far above what doubles lose in a bound

    public static double Phi(double t)
    {
        double p = (1 + Math.Abs(t)) / 2;
        double q = (1 - Math.Abs(t)) / 2;
        return q <= 0 ? 0 : -((p * Math.Log2(p)) + (q * Math.Log2(q)));
    }

    /// <summary>1 + phi(E00) - phi(tx) - phi(tz), and S: entropy and violation of one strategy.</summary>
    public static (double Entropy, double S) Strategy(double tx, double tz, double a0, double b0, double b1)
    {
        (double sa, double ca) = Math.SinCos(a0);
        (double s0, double c0) = Math.SinCos(b0);
        (double s1, double c1) = Math.SinCos(b1);
        double e = (tx * sa * s0) + (tz * ca * c0);
        double wx = tx * (s0 - s1);
        double wz = tz * (c0 - c1);
        double s = e + (tx * sa * s1) + (tz * ca * c1) + Math.Sqrt((wx * wx) + (wz * wz));
        return (1 + Phi(e) - Phi(tx) - Phi(tz), s);
    }

    /// <summary>True when H >= c + mu S is proved; counts the boxes it took. False: a box could not be excluded.</summary>
    public static bool Proves(double mu, double c, long boxesMaximum, out long boxes)
    {
        boxes = 0;
        var stack = new Stack<Box>();
        stack.Push(new Box(0.5, 0.5, 0.5, 0.5, Math.PI / 4, Math.PI / 4, Math.PI, Math.PI, Math.PI, Math.PI));
        while (stack.TryPop(out Box box))
        {
            if (++boxes > boxesMaximum) return false;
            // The two axes are alike: tx >= tz is enough.
            if (box.Tx + box.Rx < box.Tz - box.Rz) continue;
            double bound = Bound(box, mu, out double gapX, out double gapZ, out double gapAngles);
            if (bound - Rounding >= c) continue;
            Split(stack, box, gapX, gapZ, gapAngles);
        }
        return true;
    }

    private static void Split(Stack<Box> stack, Box b, double gapX, double gapZ, double gapAngles)
    {
        if (gapX >= gapZ && gapX > gapAngles)
        {
            stack.Push(b with { Tx = b.Tx - (b.Rx / 2), Rx = b.Rx / 2 });
            stack.Push(b with { Tx = b.Tx + (b.Rx / 2), Rx = b.Rx / 2 });
        }
        else if (gapZ > gapAngles)
        {
            stack.Push(b with { Tz = b.Tz - (b.Rz / 2), Rz = b.Rz / 2 });
            stack.Push(b with { Tz = b.Tz + (b.Rz / 2), Rz = b.Rz / 2 });
        }
        else if (b.Ra >= b.R0 && b.Ra >= b.R1)
        {
            stack.Push(b with { A0 = b.A0 - (b.Ra / 2), Ra = b.Ra / 2 });
            stack.Push(b with { A0 = b.A0 + (b.Ra / 2), Ra = b.Ra / 2 });
        }
        else if (b.R0 >= b.R1)
        {
            stack.Push(b with { B0 = b.B0 - (b.R0 / 2), R0 = b.R0 / 2 });
            stack.Push(b with { B0 = b.B0 + (b.R0 / 2), R0 = b.R0 / 2 });
        }
        else
        {
            stack.Push(b with { B1 = b.B1 - (b.R1 / 2), R1 = b.R1 / 2 });
            stack.Push(b with { B1 = b.B1 + (b.R1 / 2), R1 = b.R1 / 2 });
        }
    }

    private static double Bound(Box b, double mu, out double gapX, out double gapZ, out double gapAngles)
    {
        double slopeX = Math.Atanh(b.Tx) / Math.Log(2); // derivative of -phi
        double slopeZ = Math.Atanh(b.Tz) / Math.Log(2);
        double atX = -Phi(b.Tx);
        double atZ = -Phi(b.Tz);
        gapX = Math.Max(-Phi(b.Tx + b.Rx) - atX - (slopeX * b.Rx), -Phi(b.Tx - b.Rx) - atX + (slopeX * b.Rx));
        gapZ = Math.Max(-Phi(b.Tz + b.Rz) - atZ - (slopeZ * b.Rz), -Phi(b.Tz - b.Rz) - atZ + (slopeZ * b.Rz));
        (double sa, double ca) = Math.SinCos(b.A0);
        (double s0, double c0) = Math.SinCos(b.B0);
        (double s1, double c1) = Math.SinCos(b.B1);
        double least = double.PositiveInfinity;
        gapAngles = 0;
        for (int corner = 0; corner < 4; corner++)
        {
            double dx = (corner & 1) == 0 ? -b.Rx : b.Rx;
            double dz = (corner & 2) == 0 ? -b.Rz : b.Rz;
            double tx = b.Tx + dx;
            double tz = b.Tz + dz;
            double linear = 1 + atX + (slopeX * dx) + atZ + (slopeZ * dz);

            // E over the box of angles, and the chord of psi(E) = phi(E) - mu E there.
            double t = Math.Max(tx, tz);
            double e = (tx * sa * s0) + (tz * ca * c0);
            double ea = (tx * ca * s0) - (tz * sa * c0);
            double e0 = (tx * sa * c0) - (tz * ca * s0);
            double second = 0.5 * t * (b.Ra + b.R0) * (b.Ra + b.R0);
            double reach = (Math.Abs(ea) * b.Ra) + (Math.Abs(e0) * b.R0) + second;
            double low = Math.Max(-t, e - reach);
            double high = Math.Min(t, e + reach);
            double psiLow = Phi(low) - (mu * low);
            double psiHigh = Phi(high) - (mu * high);
            double chord = high > low ? (psiHigh - psiLow) / (high - low) : 0;
            double constant = psiLow + (chord * (e - low));

            // a0.T b1 and |T (b0 - b1)|.
            double f = (tx * sa * s1) + (tz * ca * c1);
            double fa = (tx * ca * s1) - (tz * sa * c1);
            double f1 = (tx * sa * c1) - (tz * ca * s1);
            double wx = tx * (s0 - s1);
            double wz = tz * (c0 - c1);
            double r = Math.Sqrt((wx * wx) + (wz * wz));
            double sum = b.R0 + b.R1;
            double norm = r;
            double w0 = 0;
            double w1 = 0;
            double normSecond = t * sum; // |w| is Lipschitz
            if (r > 0)
            {
                double derivative0 = ((wx * tx * c0) - (wz * tz * s0)) / r;
                double derivative1 = -((wx * tx * c1) - (wz * tz * s1)) / r;
                double curvature = 0.5 * ((t * t * sum * sum)
                    + (t * (r + (t * sum)) * ((b.R0 * b.R0) + (b.R1 * b.R1)))) / r;
                double firstOrder = (Math.Abs(derivative0) * b.R0) + (Math.Abs(derivative1) * b.R1);
                if (firstOrder + curvature < normSecond || curvature < 0.5 * normSecond)
                    (w0, w1, normSecond) = (derivative0, derivative1, curvature);
            }
            double gradientA = (chord * ea) - (mu * fa);
            double gradient0 = (chord * e0) - (mu * w0);
            double gradient1 = -mu * (f1 + w1);
            double fSecond = 0.5 * t * (b.Ra + b.R1) * (b.Ra + b.R1);
            double remainder = (Math.Abs(chord) * second) + (mu * (fSecond + normSecond));
            double first = (Math.Abs(gradientA) * b.Ra) + (Math.Abs(gradient0) * b.R0) + (Math.Abs(gradient1) * b.R1);
            double value = linear + constant - (mu * (f + norm)) - first - remainder;
            least = Math.Min(least, value);
            gapAngles = Math.Max(gapAngles, first + remainder);
        }
        return least;
    }

    // Centres and half-widths.
    private readonly record struct Box(
        double Tx, double Rx, double Tz, double Rz,
        double A0, double Ra, double B0, double R0, double B1, double R1);
}
