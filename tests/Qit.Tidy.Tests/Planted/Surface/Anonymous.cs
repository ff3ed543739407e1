// Anonymous types are generic classes with comparers of generic collections; the compiler names no line. //! SURFACE
namespace Planted;

public static class Anonymous
{
    public static object Make() => new { A = 1 };
}

public static class NearMiss
{
    public static object Make() => new object();
}
