/** Methods that every object or module of Ruby has, and words of the language. */
export const rubyGlobals: ReadonlySet<string> = new Set(
  `self nil true false __method__ __dir__ Array Complex Float Hash Integer Rational String abort alias_method at_exit autoload attr binding
  block_given? caller caller_locations catch class class_eval class_exec const_get const_set define_method display dup eql? equal? eval exit
  exec extend fail fork format freeze frozen? gets global_variables hash inspect instance_eval instance_exec instance_of?
  instance_variable_get instance_variable_set is_a? itself kind_of? lambda load local_variables loop method methods module_eval
  module_function new nil? object_id open p pp print printf private private_class_method private_constant proc protected public
  public_class_method public_send putc puts raise rand readline refine remove_const remove_method require require_relative respond_to? send
  singleton_class sleep spawn sprintf srand super system tap test then throw to_enum to_s trap undef_method using warn yield yield_self
  expect let subject before after around be eq allow receive double described_class`.split(/\s+/),
);
