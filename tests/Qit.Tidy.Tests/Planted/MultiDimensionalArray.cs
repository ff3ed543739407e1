namespace Planted;

public static class ArrayViolations
{
    public static readonly int[,] Table = { { 1, 2 }, { 3, 4 } }; //! MDARRAY

    public static int Read(int[,] table, int row) => table[row, 0]; //! MDARRAY
}

public static class NearMiss
{
    public static readonly int[][] Rows = { new[] { 1, 2 }, new[] { 3, 4 } };
    private static readonly byte[] Crc = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };

    public static int Read(int row) => Rows[row][0] + Crc[row & 7];
}
