/** What java.lang gives to every file. */
export const javaGlobals: ReadonlySet<string> = new Set(
  `Appendable AutoCloseable CharSequence Cloneable Comparable Iterable ProcessHandle Readable Runnable Boolean Byte Character Class
  ClassLoader ClassValue Double Enum Float InheritableThreadLocal Integer Long Math Module ModuleLayer Number Object Package Process
  ProcessBuilder Record Runtime RuntimePermission SecurityManager Short StackTraceElement StackWalker StrictMath String StringBuffer
  StringBuilder System Thread ThreadGroup ThreadLocal Throwable Void ArithmeticException ArrayIndexOutOfBoundsException
  ArrayStoreException ClassCastException ClassNotFoundException CloneNotSupportedException EnumConstantNotPresentException Exception
  IllegalAccessException IllegalArgumentException IllegalCallerException IllegalMonitorStateException IllegalStateException
  IllegalThreadStateException IndexOutOfBoundsException InstantiationException InterruptedException LayerInstantiationException
  MatchException NegativeArraySizeException NoSuchFieldException NoSuchMethodException NullPointerException NumberFormatException
  ReflectiveOperationException RuntimeException SecurityException StringIndexOutOfBoundsException TypeNotPresentException
  UnsupportedOperationException AbstractMethodError AssertionError BootstrapMethodError ClassCircularityError ClassFormatError Error
  ExceptionInInitializerError IllegalAccessError IncompatibleClassChangeError InstantiationError InternalError LinkageError
  NoClassDefFoundError NoSuchFieldError NoSuchMethodError OutOfMemoryError StackOverflowError ThreadDeath UnknownError
  UnsatisfiedLinkError UnsupportedClassVersionError VerifyError VirtualMachineError Deprecated FunctionalInterface Override SafeVarargs
  SuppressWarnings`.split(/\s+/),
);

/** What every object has. */
export const javaObjectMembers: ReadonlySet<string> = new Set(
  `equals hashCode toString getClass clone finalize notify notifyAll wait name ordinal values valueOf compareTo getDeclaringClass length
  annotationType`.split(/\s+/),
);
