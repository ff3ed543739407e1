namespace Planted;

public static unsafe class PointerViolations
{
    public static int Stack()
    {
        int* items = stackalloc int[4]; //! POINTER
        return items[0];
    }

    public static byte Fixed(byte[] bytes) //! POINTER
    {
        fixed (byte* first = bytes)
            return *first;
    }

    public static int Call(delegate*<int, int> function) => function(3); //! POINTER
}

public static class NearMiss
{
    public static int Stack()
    {
        int[] items = new int[4];
        return items[0];
    }

    public static ref int First(int[] items) => ref items[0];

    public static void Bump(int[] items)
    {
        ref int first = ref First(items);
        first++;
    }
}
