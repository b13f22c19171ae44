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
        private const int BitmapRows = 7;

        // ten digits of 5 x 7 points, a byte a row
        private static readonly byte[] Digits =
        {
            14,
            17,
            17,
            17,
            17,
            17,
            14,
            4,
            12,
            4,
            4,
            4,
            4,
            14,
            14,
            17,
            1,
            6,
            8,
            16,
            31,
            31,
            2,
            4,
            6,
            1,
            17,
            14,
            2,
            6,
            10,
            18,
            31,
            2,
            2,
            31,
            16,
            30,
            1,
            1,
            17,
            14,
            6,
            8,
            16,
            30,
            17,
            17,
            14,
            31,
            1,
            2,
            4,
            4,
            4,
            4,
            14,
            17,
            17,
            14,
            17,
            17,
            14,
            14,
            17,
            17,
            15,
            1,
            2,
            12,
        };

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

        /// <summary>White strokes of 3 x 3 pixels a point on black, in the middle of 32 x 32.</summary>
        private static void Draw(int digit, byte[] picture)
        {
            for (int i = 0; i < picture.Length; i++)
            {
                int x = (i % Side) - 8;
                int y = (i / Side) - 5;
                bool inside = x >= 0 && x < 15 && y >= 0 && y < 3 * BitmapRows;
                bool on = inside && (Digits[(digit * BitmapRows) + (y / 3)] >> (4 - (x / 3)) & 1) != 0;
                picture[i] = on ? (byte)255 : (byte)0;
            }
        }
    }
}
