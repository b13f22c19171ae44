// Names of the open model as strings. nanoFramework's UTF-8 decoder is in a package of its own, which this library does without.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Decodes each name when it is asked for first and keeps it.</summary>
    internal sealed class ModelTexts
    {
        private const char Unknown = '?';

        private readonly INative native;
        private readonly CooperativeModel model;
        private readonly byte[] utf8 = new byte[256];
        private string name;
        private string[] classes;

        public ModelTexts(INative native, CooperativeModel model)
        {
            this.native = native;
            this.model = model;
        }

        public string Name
        {
            get
            {
                if (name == null && model.IsOpen)
                {
                    name = Decode(model.Name, model.NameLength);
                }

                return name ?? "";
            }
        }

        /// <summary>Another model is open.</summary>
        public void Forget()
        {
            name = null;
            classes = null;
        }

        public string ClassName(int index)
        {
            if (!model.IsOpen || index < 0 || index >= model.Info.Classes)
            {
                return "";
            }

            if (classes == null)
            {
                classes = new string[model.Info.Classes];
            }

            if (classes[index] == null)
            {
                classes[index] = Decode(utf8, native.ModelText(CooperativeModel.Context, index, utf8));
            }

            return classes[index];
        }

        /// <summary>Valid UTF-8, as the engine checks it; a character beyond 16 bits becomes a question mark.</summary>
        private static string Decode(byte[] bytes, int length)
        {
            if (length <= 0)
            {
                return "";
            }

            char[] text = new char[length];
            int count = 0;
            for (int i = 0; i < length; count++)
            {
                int first = bytes[i++];
                int more =
                    first < 0x80 ? 0
                    : first < 0xE0 ? 1
                    : first < 0xF0 ? 2
                    : 3;
                int value = more == 0 ? first : first & (0x3F >> more);
                for (; more > 0 && i < length; more--)
                {
                    value = value << 6 | (bytes[i++] & 0x3F);
                }

                text[count] = value > char.MaxValue ? Unknown : (char)value;
            }

            return new string(text, 0, count);
        }
    }
}
