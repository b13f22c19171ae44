// What the sources in shared/ name and MSTest has not: on the board they are compiled against nanoFramework.TestFramework, whose
// attributes and assertions are MSTest's in name and meaning as far as shared/ uses them. Here the namespace only has to exist.
namespace nanoFramework.TestFramework
{
    internal static class Absent;
}
