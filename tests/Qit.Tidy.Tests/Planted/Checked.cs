namespace Planted;

public static class CheckedViolations
{
    public static int Sum(int a, int b) => checked(a + b); //! CHECKED
    public static byte Narrow(int a) => checked((byte)a); //! CHECKED
    public static byte[] Sized(long length) => new byte[length]; //! CHECKED
    public static byte At(byte[] bytes, long index) => bytes[index]; //! CHECKED
}

public static class NearMiss
{
    public static int Sum(int a, int b) => a + b;
    public static int Wrap(int a, int b) => unchecked(a * b);
    public static byte Narrow(int a) => (byte)a;
    public static byte[] Sized(int length) => new byte[length];
    public const int Constant = checked(3 + 4);
}
