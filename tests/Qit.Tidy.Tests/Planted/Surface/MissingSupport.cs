// Language features whose helper types the device lacks.
using System.Collections;

namespace Planted;

public interface IFactory
{
    static abstract int Make(); //! SURFACE
}

public static class MissingSupport
{
    public static dynamic Late() => 3; //! SURFACE
}

public record Point(int X, int Y); //! SURFACE

public static class NearMiss
{
    public static IEnumerator Each(int[] items) => items.GetEnumerator();
}
