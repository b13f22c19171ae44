// Each press of the blue button classifies the next picture: its class on the port, green LED for light mode, blue for full.
// For lenet5-mnist-coopnet.ncn, whose pictures are drawn here, so that nothing has to be stored.
using System.Device.Gpio;
using System.IO.Ports;
using System.Threading;
using NanoCoopNet.Device;

namespace PictureButton
{
    public static class Program
    {
        private const int Green = 16; // PB0
        private const int Blue = 23; // PB7
        private const int Button = 45; // PC13, high while pressed
        private const int Side = 32; // what the model takes

        // ten digits of 5 x 7 points, the low five bits of a character a row
        private const string Digits = "NQQQQQNDLDDDDNNQABDH__BDFAQNBFJR_BB_P^AAQNDHP^QQN_ABDDDDNQQNQQNNQQOAAA";

        private static readonly AutoResetEvent Pressed = new AutoResetEvent(false);

        public static void Main()
        {
            CooperativeClassifier classifier = CooperativeClassifier.Open();
            ClassifierResult result = new ClassifierResult();
            byte[] picture = new byte[Side * Side];
            GpioController pins = new GpioController();
            GpioPin green = pins.OpenPin(Green, PinMode.Output);
            GpioPin blue = pins.OpenPin(Blue, PinMode.Output);
            pins.OpenPin(Button, PinMode.Input).ValueChanged += OnChange;
            SerialPort port = new SerialPort("COM6", 115200);
            port.Open();
            port.WriteLine(classifier.Name + ": " + classifier.StatusText);
            for (int next = 0; ; next = (next + 1) % 10)
            {
                Pressed.WaitOne();
                Draw(next, picture);
                if (classifier.Classify(picture, result) != ClassifierStatus.Ok)
                {
                    port.WriteLine(classifier.StatusText);
                    continue;
                }

                green.Write(result.ModeTaken == CoopMode.Light ? PinValue.High : PinValue.Low);
                blue.Write(result.ModeTaken == CoopMode.Light ? PinValue.Low : PinValue.High);
                port.WriteLine("picture " + next.ToString() + ": " + classifier.ClassName(result.Answer));
            }
        }

        private static void OnChange(object sender, PinValueChangedEventArgs change)
        {
            if (change.ChangeType == PinEventTypes.Rising)
            {
                Pressed.Set();
            }
        }

        /// <summary>Strokes of 3 x 3 pixels a point in the middle, blurred over 3 x 3 pixels as a pen's are.</summary>
        private static void Draw(int digit, byte[] picture)
        {
            for (int i = 0; i < picture.Length; i++)
            {
                int near = 0;
                for (int k = 0; k < 9; k++)
                {
                    int x = (i % Side) - 9 + (k % 3);
                    int y = (i / Side) - 6 + (k / 3);
                    bool inside = x >= 0 && x < 15 && y >= 0 && y < 21;
                    near += inside ? Digits[(digit * 7) + (y / 3)] >> (4 - (x / 3)) & 1 : 0;
                }

                picture[i] = (byte)(near > 6 ? 255 : 37 * near);
            }
        }
    }
}
