import fc from 'fast-check';
import { readingsOf } from './name-readings.ts';

describe('a name', () => {
  it.each([
    ['Memory.get', []],
    ['GET /users', ['GET .users']],
    ['Class.#own', ['Class..own']],
    ['Json::Value::asString', []],
    ['Twig\\Environment::render', []],
    ['\\Twig\\Environment::render()', ['Twig.Environment.render']],
    ['::leveldb::DB::Get(leveldb::Slice const&, std::function<void(int)>) const', ['leveldb.DB.Get']],
    ['Oven::operator()(int)', ['Oven.operator()']],
    ['crate::runtime::Runtime<T>::block_on', ['runtime.Runtime.block_on']],
    ['global::Serilog.Log.Write<T>', ['Serilog.Log.Write']],
    ['Map<String, List<Pie>>::get', ['Map.get']],
    ['Shelf[Pie].Put', ['Shelf.Put']],
    ['github.com/a/b/oven.(*Oven).Bake', ['github.com.a.b.oven.Oven.Bake']],
    ['com/google/gson/Gson.fromJson', ['com.google.gson.Gson.fromJson']],
    ['com.a.Map$Node.get', ['com.a.Map.Node.get']],
    ['flask.app:Flask.run', ['flask.app.Flask.run']],
    ['Builder.prototype.where', ['Builder.where']],
    ['$this->render()', ['$this.render']],
    ['$http', []],
    ['Shelf::operator[]', []],
    ['Shelf<int>::operator<=>(const Shelf&)', ['Shelf.operator<=>']],
    ['test_oven[hot-[1]]', ['test_oven']],
    ['fmt::v11::detail::vformat_to', ['fmt.detail.vformat_to']],
    ['std::__1::vector<int>::push_back', ['std.__1.vector.push_back', 'std.vector.push_back']],
    ['leveldb::(anonymous namespace)::Sum(int)', ['leveldb.Sum']],
  ])('%s is read as %j, too', (text, more) => {
    const [written, ...others] = readingsOf(text);
    expect(written).toBe(text.replace(/::|\\/g, '.'));
    expect(others).toEqual(more);
  });

  it('of any signs is read at all, and soon', () => {
    const sign = fc.constantFrom('a', 'B', '.', '::', '\\', '<', '>', '[', ']', '(', ')', '*', '$', '#', '/', ' ', 'operator');
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 500 }), (signs) => {
        const readings = readingsOf(signs.join(''));
        expect(readings.length).toBeLessThanOrEqual(4);
        expect(readings).not.toContain('');
      }),
    );
    expect(readingsOf('<'.repeat(500) + '>'.repeat(500)).length).toBeGreaterThan(0);
  });
});
