// Names of C functions from names in C#: ModelOpen -> model_open.
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
}
