namespace Qit.Core.Numerics;

/// <summary>
/// Angle of a vector by CORDIC (Volder, IRE Trans. Electron. Comput. EC-8, 330 (1959)): it is turned towards the x axis by
/// ever smaller angles whose tangents are powers of two. Integers only, no division.
/// </summary>
public static class FixedAtan2
{
    /// <summary>Fraction bits of a turn in the result: a whole turn is 2^32, so that angles wrap as integers do.</summary>
    public const int TurnBits = 32;

    private const long Large = 1L << 58;
    private const int GuardBits = 16;
    private const long HalfTurn = 1L << (TurnBits + GuardBits - 1);

    // atan(2^-i) in turns, times 2^48.
    private static readonly long[] Angles =
    {
        35184372088832L, 20770547670515L, 10974586953444L, 5570871696862L, 2796246208089L, 1399486241028L, 699913886760L,
        349978300884L, 174991820497L, 87496244017L, 43748163730L, 21874087080L, 10937044192L, 5468522177L, 2734261099L,
        1367130551L, 683565276L, 341782638L, 170891319L, 85445659L, 42722830L, 21361415L, 10680707L, 5340354L, 2670177L,
        1335088L, 667544L, 333772L, 166886L, 83443L, 41722L, 20861L, 10430L, 5215L, 2608L, 1304L,
    };

    /// <summary>Angle of (x, y) from the x axis, -2^31 to 2^31 - 1 units of 2^-32 turn. The error against the exact angle is
    /// at most 0.55 units, that is 0.8 nrad, for every vector.</summary>
    /// <param name="y">Any value.</param>
    /// <param name="x">Any value; the angle of (0, 0) is 0.</param>
    public static int Of(long y, long x)
    {
        if (x == 0 && y == 0)
            return 0;
        // 59 bits: the turning lengthens the vector by up to 1.65 times the root of 2. What falls off is below 2^-58.
        while (x >= Large || x < -Large || y >= Large || y < -Large)
        {
            x >>= 1;
            y >>= 1;
        }
        while (x < Large / 2 && x >= -Large / 2 && y < Large / 2 && y >= -Large / 2)
        {
            x <<= 1;
            y <<= 1;
        }
        long angle = 0;
        if (x < 0)
        {
            x = -x;
            y = -y;
            angle = HalfTurn;
        }
        for (int i = 0; i < Angles.Length; i++)
        {
            long across = x >> i;
            if (y >= 0)
            {
                x += y >> i;
                y -= across;
                angle += Angles[i];
            }
            else
            {
                x -= y >> i;
                y += across;
                angle -= Angles[i];
            }
        }
        angle = (angle + (1L << (GuardBits - 1))) >> GuardBits;
        return (int)((angle << TurnBits) >> TurnBits);
    }
}
