// async needs a builder and a state machine interface; the compiler notices when it lowers the method.
namespace Planted;

public static class Asynchronous
{
    public static async void Fire()
    { //! SURFACE
    }
}

public static class NearMiss
{
    public static void Fire(System.Threading.ThreadStart body) => new System.Threading.Thread(body).Start();
}
