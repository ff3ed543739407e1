using System;

namespace Planted;

public sealed class Holder<T> //! GENERIC
{
}

public static class GenericViolations
{
    public static T Same<T>(T value) => value; //! GENERIC

    public static void Use(
        object o)
    {
        Action<int> print = i => Console.WriteLine(i.ToString()); //! GENERIC
        print(Same(3)); //! GENERIC
    }

    public static int Take(Func<int> source) //! GENERIC
    {
        return source(); //! GENERIC
    }
}

public delegate int Source();

public static class NearMiss
{
    public static void Use(Action done) => done();

    public static int Take(Source source)
    {
        int offset = 3;
        Source shifted = () => source() + offset;
        return shifted();
    }

    public static event Source? Sources;

    public static bool Any => Sources != null;
}
