// Names in C from names in C# and back: ModelOpen -> model_open, NO_MODEL -> NoModel.
using System.Text;

namespace NanoCoopNet.InterfaceGenerator;

public static class Naming
{
    public static string Snake(string name)
    {
        var snake = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsUpper(c) && snake.Length > 0)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }

    public static string Upper(string name) => Snake(name).ToUpperInvariant();

    public static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    public static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()));
}
