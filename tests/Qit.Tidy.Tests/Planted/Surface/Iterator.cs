// Iterators are state machines over generic enumerators.
using System.Collections;

namespace Planted;

public static class Iterators
{
    public static IEnumerable Each()
    { //! SURFACE
        yield return 1;
    }
}

public static class NearMiss
{
    public static IEnumerable Each(ArrayList items) => items;
}
