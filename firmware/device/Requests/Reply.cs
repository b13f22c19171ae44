// The reply a handler writes: one buffer for all of them.
namespace NanoCoopNet.Device
{
    /// <summary>Payload of the reply under construction, or an error in its place, or nothing.</summary>
    public sealed class Reply
    {
        private readonly byte[] payload = new byte[Protocol.LargestPayload];

        /// <summary>The bytes; <see cref="Length"/> of them are valid.</summary>
        public byte[] Bytes
        {
            get { return payload; }
        }

        /// <summary>Bytes written.</summary>
        public int Length { get; private set; }

        /// <summary>True if the payload is an error's.</summary>
        public bool IsError { get; private set; }

        /// <summary>True if nothing is to be sent.</summary>
        public bool IsSilent { get; private set; }

        /// <summary>Starts an empty reply.</summary>
        public void Begin()
        {
            Length = 0;
            IsError = false;
            IsSilent = false;
        }

        /// <summary>Nothing is sent for this request.</summary>
        public void Silence()
        {
            IsSilent = true;
        }

        /// <summary>Appends the low byte of a value.</summary>
        public void U8(int value)
        {
            Length = Payload.PutU8(payload, Length, value);
        }

        /// <summary>Appends 16 bits.</summary>
        public void U16(int value)
        {
            Length = Payload.PutU16(payload, Length, value);
        }

        /// <summary>Appends 32 bits.</summary>
        public void I32(int value)
        {
            Length = Payload.PutI32(payload, Length, value);
        }

        /// <summary>Appends the first count bytes of an array.</summary>
        public void Append(byte[] source, int count)
        {
            Length = Payload.PutBytes(payload, Length, source, count);
        }

        /// <summary>Appends the length of a text, u8, and its ASCII characters.</summary>
        public void LengthAndAscii(string text)
        {
            U8(text.Length);
            Length = Payload.PutAscii(payload, Length, text);
        }

        /// <summary>Sets the length after bytes were written into <see cref="Bytes"/> directly.</summary>
        public void SetLength(int length)
        {
            Length = length;
        }

        /// <summary>Replaces the reply by an error. Detail: rule, net, layer, or an offset; PROTOCOL.md, "Error codes".</summary>
        public void Fail(ErrorCode code, int status, int detail0, int detail1, int detail2, string text)
        {
            Begin();
            IsError = true;
            U8((int)code);
            I32(status);
            I32(detail0);
            I32(detail1);
            I32(detail2);
            Length = Payload.PutAscii(payload, Length, text);
        }

        /// <summary>Replaces the reply by an error with the code's own text.</summary>
        public void Fail(ErrorCode code, int status, int detail0)
        {
            Fail(code, status, detail0, 0, 0, ErrorText.Of(code));
        }

        /// <summary>Replaces the reply by an error with the code's own text and no detail.</summary>
        public void Fail(ErrorCode code)
        {
            Fail(code, 0, 0);
        }

        /// <summary>The error for a native status.</summary>
        public void FailNative(int status)
        {
            Fail(StatusError.Of(status), status, 0);
        }

        /// <summary>The error for a request that needs a model: why the last attempt to open one failed.</summary>
        public void FailNoModel(CooperativeModel model)
        {
            OpenError error = model.LastError;
            Fail(ErrorCode.NoModel, error.Status, error.Rule, error.Net, error.Layer, ErrorText.Of(ErrorCode.NoModel));
        }
    }
}
