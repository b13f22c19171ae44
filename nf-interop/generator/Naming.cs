// Names in C from names in C#: ModelOpen -> model_open, markerMask -> marker_mask.
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
